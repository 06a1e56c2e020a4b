using System.Buffers;
using ActorMft.Sftp;
using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>One file over a long line, where only what is on the way at once counts.</summary>
internal static class LatencyBench
{
    private const int Mib = 1024 * 1024;
    private const int OurWindow = 32 * Mib;
    private const int StockWindow = 2 * Mib;
    private const double Aim = 5;

    private static readonly TimeSpan _oneWay = TimeSpan.FromMilliseconds(75);

    internal static async Task RunAsync(SshBenchOptions options, Comparison table)
    {
        await using var servers = await TwoServers.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["ACTORMFT__SFTP__WINDOW"] = $"{OurWindow / Mib}MiB" });
        await using var before = new DelayingProxy(servers.Ours.Port, _oneWay);
        await using var beforeTheirs = new DelayingProxy(servers.Theirs.Port, _oneWay);
        var (ours, theirs) = (servers.Ours.At(before.Port), servers.Theirs.At(beforeTheirs.Port));
        var mib = Math.Min(options.Mib, 64);
        var data = new byte[mib * Mib];
        var (file, back) = (servers.Workspace.At("line.bin"), servers.Workspace.At("back.bin"));
        Content.Write(file, data.Length);

        await RowAsync("upload, ActorMft's client", Aim, () => UploadAsync(ours, data), () => UploadAsync(theirs, data));
        await RowAsync("upload, OpenSSH's `sftp`", null, () => StockAsync(ours, $"put {file} line.bin"), () => StockAsync(theirs, $"put {file} line.bin"));
        await RowAsync("download, ActorMft's client, from sshd with a stock client's window", Aim, () => DownloadAsync(ours, data, OurWindow), () => DownloadAsync(theirs, data, StockWindow));
        await RowAsync("download, ActorMft's client, the same window", null, () => DownloadAsync(ours, data, OurWindow), () => DownloadAsync(theirs, data, OurWindow));
        await RowAsync("download, OpenSSH's `sftp`", null, () => StockAsync(ours, $"get line.bin {back}"), () => StockAsync(theirs, $"get line.bin {back}"));
        table.Note($"150 ms: {mib} MiB through a proxy that delays each direction by 75 ms, the login not counted with ActorMft's client. An upload is limited by the server's window (sshd: 2 MiB, no setting; ActorMft: the setting sftp.window, {OurWindow / Mib} MiB here and 2 MiB by default). A download is limited by the client's: ActorMft's client is given {OurWindow / Mib} MiB, and OpenSSH's has 2 MiB, whoever serves it.");

        async Task RowAsync(string what, double? aim, Func<Task<double>> first, Func<Task<double>> second)
        {
            var (one, other) = (await first(), await second());
            table.Speed("150 ms round trip, " + what, "MiB/s", mib / one, mib / other, aim);
        }
    }

    private static async Task<double> StockAsync(MeasuredServer server, string batch)
    {
        var spent = await server.MeasureAsync(() => server.Stock.CheckedAsync(batch, "-q"));
        return spent.Wall;
    }

    private static async Task<double> UploadAsync(MeasuredServer server, byte[] data)
    {
        await using var client = await OwnClient.ConnectAsync(server, window: 2 * OurWindow);
        await using var file = await client.Sftp.OpenAsync("line.bin", SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate, default, CancellationToken.None);
        var began = TimeProvider.System.GetTimestamp();
        await file.WriteAsync(0, new ReadOnlySequence<byte>(data), CancellationToken.None);
        await file.CloseAsync(CancellationToken.None);
        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> DownloadAsync(MeasuredServer server, byte[] data, int window)
    {
        await using var client = await OwnClient.ConnectAsync(server, window: window);
        await using var file = await client.Sftp.OpenAsync("line.bin", SftpOpenFlags.Read, default, CancellationToken.None);
        var began = TimeProvider.System.GetTimestamp();
        (await file.ReadAsync(0, data, CancellationToken.None)).ShouldBe(data.Length);
        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }
}

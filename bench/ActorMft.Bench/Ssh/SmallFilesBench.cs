using System.Globalization;

namespace ActorMft.Bench.Ssh;

/// <summary>Many small files in one session, with a client that has some under way at once and with one that hasn't.</summary>
internal static class SmallFilesBench
{
    private const int AtOnce = 64;

    internal static async Task RunAsync(SshBenchOptions options, Comparison table)
    {
        await using var servers = await TwoServers.StartAsync();
        var folder = servers.Workspace.Folder("many");
        for (var i = 0; i < options.Files; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.dat"), new byte[SmallFiles.Size]);
        }

        await RowAsync("upload", $"ActorMft's client, {AtOnce} at once", server => WithOwnAsync(server, "own", SmallFiles.UploadAsync));
        await RowAsync("download", $"ActorMft's client, {AtOnce} at once", server => WithOwnAsync(server, "own", SmallFiles.DownloadAsync));
        await RowAsync("upload", "`put -r`", server => server.Stock.CheckedAsync($"-mkdir many\nput -r {folder} .", "-q"));
        await RowAsync("download", "`get -r`", async server =>
        {
            var back = servers.Workspace.Folder("back-" + server.User);
            await server.Stock.CheckedAsync($"get -r many {back}", "-q");
            Directory.GetFiles(Path.Combine(back, "many")).Length.ShouldBe(options.Files);
        });

        await RowAsync("upload into a flow", $"ActorMft's client, {AtOnce} at once", server => WithOwnAsync(server == servers.Ours ? servers.OursWithFlow : server, "flow", SmallFiles.UploadAsync));
        table.Note("small files: 1 KiB each, in one session. ActorMft flushes each file and its directory before its CLOSE is answered; into a flow it also commits the arrival, and delivers meanwhile. OpenSSH flushes nothing.");

        async Task RowAsync(string direction, string client, Func<MeasuredServer, Task> work)
        {
            var (ours, theirs) = await servers.CompareAsync(options.Rounds, work);
            var count = options.Files.ToString("#,0", CultureInfo.InvariantCulture);
            table.Speed($"{count} small files, {direction}, {client}", "files/s", options.Files / ours.Wall, options.Files / theirs.Wall, direction.Contains("flow", StringComparison.Ordinal) ? null : 1);
            table.Cost($"server CPU of that", "ms/file", ours.Processor * 1000 / options.Files, theirs.Processor * 1000 / options.Files);
        }

        async Task WithOwnAsync(MeasuredServer server, string name, Func<Sftp.SftpClient, string, int, int, Task> work)
        {
            await using var client = await OwnClient.ConnectAsync(server);
            try
            {
                await client.Sftp.MakeDirectoryAsync(name, default, CancellationToken.None);
            }
            catch (Sftp.SftpException)
            {
                // It is there from the round before.
            }

            await work(client.Sftp, name + "/", options.Files, AtOnce);
        }
    }
}

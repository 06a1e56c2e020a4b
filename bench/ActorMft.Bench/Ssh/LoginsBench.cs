using System.Globalization;
using ActorMft.Bench.Ssh.Floors;

namespace ActorMft.Bench.Ssh;

/// <summary>What a login costs the server, and a session that leaves some small files.</summary>
internal static class LoginsBench
{
    private const int FilesOfSession = 100;
    private const double Aim = 0.2;

    internal static async Task RunAsync(SshBenchOptions options, Comparison table)
    {
        await using var servers = await TwoServers.StartAsync(keptUntil: options.Leftovers);
        var logins = await servers.CompareAsync(options.Rounds, server => RepeatAsync(options.Logins, async () =>
        {
            await using var client = await OwnClient.ConnectAsync(server);
            (await client.Sftp.RealPathAsync(".", CancellationToken.None)).ShouldNotBeEmpty();
        }));
        table.Cost("server CPU of a login (ed25519), ActorMft's client", "ms", PerLogin(logins.Ours, options), PerLogin(logins.Theirs, options), Aim);

        var stockLogins = Math.Max(1, options.Logins / 6);
        var stock = await servers.CompareAsync(options.Rounds, server => RepeatAsync(stockLogins, () => server.Stock.CheckedAsync("pwd", "-q")));
        table.Cost("server CPU of a login (ed25519), OpenSSH's `sftp`", "ms", stock.Ours.Processor * 1000 / stockLogins, stock.Theirs.Processor * 1000 / stockLogins, Aim);

        var floor = await SmallFilesFloor.MeasureAsync(servers.Workspace.Root);
        var sessions = Math.Max(1, options.Logins / 15);
        await SmallRowAsync("", _ => false);
        await SmallRowAsync(", flushed by both", server => server == servers.Theirs);
        table.Note(floor.Sentence("logins"));
        table.Note(string.Create(CultureInfo.InvariantCulture, $"logins: {options.Logins} one after the other, each with a key, the sftp subsystem and one request, the end of the session included. The small files are new ones of 1 KiB; ActorMft flushes each with its name before its CLOSE is answered, and OpenSSH is asked to in the second of the rows (fsync@openssh.com, the file alone). With ActorMft's client both exchange keys by curve25519; OpenSSH's client takes with each server what both prefer (sntrup761x25519 with sshd)."));

        async Task SmallRowAsync(string how, Func<MeasuredServer, bool> isFlushed)
        {
            var small = await servers.CompareAsync(options.Rounds, server => RepeatAsync(sessions, async () =>
            {
                await using var client = await OwnClient.ConnectAsync(server);
                await SmallFiles.UploadAsync(client.Sftp, await SmallFiles.MakeFolderAsync(client.Sftp), FilesOfSession, atOnce: 1, isFlushed(server));
            }));
            table.Cost($"server CPU of a session with {FilesOfSession} small files, one after the other{how}", "ms", small.Ours.Processor * 1000 / sessions, small.Theirs.Processor * 1000 / sessions, Aim, floor.Flushed.Processor * FilesOfSession * 1000);
        }
    }

    private static double PerLogin(Spent spent, SshBenchOptions options) => spent.Processor * 1000 / options.Logins;

    private static async Task RepeatAsync(int count, Func<Task> work)
    {
        for (var i = 0; i < count; i++)
        {
            await work();
        }
    }
}

using System.Globalization;
using ActorMft.Bench.Ssh.Floors;

namespace ActorMft.Bench.Ssh;

/// <summary>Many small files in one session, with a client that has some under way at once and with one that hasn't.</summary>
internal static class SmallFilesBench
{
    private const int AtOnce = 64;
    private const string OwnClientName = "ActorMft's client, 64 at once";

    internal static async Task RunAsync(SshBenchOptions options, Comparison table)
    {
        await using var servers = await TwoServers.StartAsync(keptUntil: options.Leftovers);
        var folder = servers.Workspace.Folder("many");
        for (var i = 0; i < options.Files; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.dat"), new byte[SmallFiles.Size]);
        }

        var floor = await SmallFilesFloor.MeasureAsync(servers.Workspace.Root);

        // Slower ones, with fewer.
        var few = Math.Max(1, options.Files / 4);
        var uploaded = new Dictionary<string, string>(StringComparer.Ordinal);
        await RowAsync("upload", OwnClientName, options.Files, server => UploadAsync(server, options.Files, isFlushed: false));
        await RowAsync("upload", OwnClientName + ", flushed by both", options.Files, server => UploadAsync(server, options.Files, isFlushed: server == servers.Theirs));
        await RowAsync("download", OwnClientName, options.Files, async server =>
        {
            await using var client = await OwnClient.ConnectAsync(server);
            await SmallFiles.DownloadAsync(client.Sftp, uploaded[server.User], options.Files, AtOnce);
        });
        await RowAsync("upload", "`put -r`", options.Files, server => PutAsync(server, "-q"), 1 / floor.Flushed.Wall);
        await RowAsync("upload", "`put -r`, flushed by both (`sftp -f` with sshd)", options.Files, server => server == servers.Ours ? PutAsync(server, "-q") : PutAsync(server, "-q", "-f"), 1 / floor.Flushed.Wall);
        foreach (var server in new[] { servers.Ours, servers.Theirs })
        {
            await UploadAsync(server, few, isFlushed: false);
        }

        await RowAsync("download", "`get -r`", few, async server =>
        {
            var back = servers.Workspace.Folder($"back-{Guid.NewGuid():N}");
            await server.Stock.CheckedAsync($"get -r {uploaded[server.User]} {back}", "-q");
            Directory.GetFiles(Path.Combine(back, uploaded[server.User].TrimEnd('/'))).Length.ShouldBe(few);
        });

        await RowAsync("upload into a flow", OwnClientName, few, server => UploadAsync(server == servers.Ours ? servers.OursWithFlow : server, few, isFlushed: false));
        table.Note(floor.Sentence("small files"));
        table.Note("small files: new ones of 1 KiB each, in one session. ActorMft flushes each file and its directory before its CLOSE is answered; into a flow it also commits the arrival, and delivers meanwhile. OpenSSH flushes nothing unless it is asked to (fsync@openssh.com, `sftp -f`: each file, not its directory).");

        async Task RowAsync(string direction, string client, int files, Func<MeasuredServer, Task> work, double? most = null)
        {
            var (ours, theirs) = await servers.CompareAsync(options.Rounds, work, warmUps: 1);
            var count = files.ToString("#,0", CultureInfo.InvariantCulture);
            table.Speed($"{count} small files, {direction}, {client}", "files/s", files / ours.Wall, files / theirs.Wall, direction.Contains("flow", StringComparison.Ordinal) ? null : 1, most);
            table.Cost($"server CPU of that", "ms/file", ours.Processor * 1000 / files, theirs.Processor * 1000 / files);
        }

        async Task UploadAsync(MeasuredServer server, int files, bool isFlushed)
        {
            await using var client = await OwnClient.ConnectAsync(server);
            uploaded[server.User] = await SmallFiles.MakeFolderAsync(client.Sftp);
            await SmallFiles.UploadAsync(client.Sftp, uploaded[server.User], files, AtOnce, isFlushed);
        }

        Task PutAsync(MeasuredServer server, params string[] how)
        {
            var name = SmallFiles.NewFolder();
            return server.Stock.CheckedAsync($"mkdir {name}\nput -r {folder} {name}", how);
        }
    }
}

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

        var uploaded = new Dictionary<string, string>(StringComparer.Ordinal);
        await RowAsync("upload", $"ActorMft's client, {AtOnce} at once", server => UploadAsync(server, isFlushed: false));
        await RowAsync("upload", $"ActorMft's client, {AtOnce} at once, flushed by both", server => UploadAsync(server, isFlushed: server == servers.Theirs));
        await RowAsync("download", $"ActorMft's client, {AtOnce} at once", async server =>
        {
            await using var client = await OwnClient.ConnectAsync(server);
            await SmallFiles.DownloadAsync(client.Sftp, uploaded[server.User], options.Files, AtOnce);
        });
        await RowAsync("upload", "`put -r`", server => PutAsync(server, "-q"));
        await RowAsync("upload", "`put -r`, flushed by both (`sftp -f` with sshd)", server => server == servers.Ours ? PutAsync(server, "-q") : PutAsync(server, "-q", "-f"));
        await RowAsync("download", "`get -r`", async server =>
        {
            var back = servers.Workspace.Folder("back-" + server.User);
            await server.Stock.CheckedAsync($"get -r {uploaded[server.User]} {back}", "-q");
            Directory.GetFiles(Path.Combine(back, uploaded[server.User].TrimEnd('/'))).Length.ShouldBe(options.Files);
            Directory.Delete(back, recursive: true);
        });

        await RowAsync("upload into a flow", $"ActorMft's client, {AtOnce} at once", server => UploadAsync(server == servers.Ours ? servers.OursWithFlow : server, isFlushed: false));
        table.Note("small files: new ones of 1 KiB each, in one session. ActorMft flushes each file and its directory before its CLOSE is answered; into a flow it also commits the arrival, and delivers meanwhile. OpenSSH flushes nothing unless it is asked to (fsync@openssh.com, `sftp -f`: each file, not its directory).");

        async Task RowAsync(string direction, string client, Func<MeasuredServer, Task> work)
        {
            var (ours, theirs) = await servers.CompareAsync(options.Rounds, work);
            var count = options.Files.ToString("#,0", CultureInfo.InvariantCulture);
            table.Speed($"{count} small files, {direction}, {client}", "files/s", options.Files / ours.Wall, options.Files / theirs.Wall, direction.Contains("flow", StringComparison.Ordinal) ? null : 1);
            table.Cost($"server CPU of that", "ms/file", ours.Processor * 1000 / options.Files, theirs.Processor * 1000 / options.Files);
        }

        async Task UploadAsync(MeasuredServer server, bool isFlushed)
        {
            await using var client = await OwnClient.ConnectAsync(server);
            uploaded[server.User] = await SmallFiles.MakeFolderAsync(client.Sftp);
            await SmallFiles.UploadAsync(client.Sftp, uploaded[server.User], options.Files, AtOnce, isFlushed);
        }

        Task PutAsync(MeasuredServer server, params string[] how)
        {
            var name = SmallFiles.NewFolder();
            return server.Stock.CheckedAsync($"mkdir {name}\nput -r {folder} {name}", how);
        }
    }
}

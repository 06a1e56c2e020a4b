using System.Buffers;
using ActorMft.Sftp.Tests.Support;

namespace ActorMft.Sftp.Tests.Client;

public sealed class SftpClientTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(261_120)]
    [InlineData(261_121)]
    [InlineData(30_000_000)]
    public async Task Upload_and_download_carry_the_same_bytes(int length)
    {
        await using var served = await ServedDirectory.StartAsync();
        using var local = new TestDirectory();
        await UploadAndDownloadAsync(served.Client, served.Directory.Path, local, length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32_768)]
    [InlineData(20_000_000)]
    public async Task Upload_to_and_download_from_openssh_carry_the_same_bytes(int length)
    {
        using var remote = new TestDirectory();
        using var local = new TestDirectory();
        await using var client = await OpenSshServer.ConnectAsync(remote.Path);
        await UploadAndDownloadAsync(client, remote.Path, local, length);
    }

    [Fact]
    public async Task Small_blocks_of_a_server_without_limits_are_put_together()
    {
        using var remote = new TestDirectory();
        using var local = new TestDirectory();
        await using var client = await OpenSshServer.ConnectAsync(remote.Path, options: null, "-P", "limits@openssh.com");
        await UploadAndDownloadAsync(client, remote.Path, local, 3_000_000);
    }

    [Fact]
    public async Task Every_operation_works_with_openssh()
    {
        using var remote = new TestDirectory();
        await using var client = await OpenSshServer.ConnectAsync(remote.Path);
        client.Extensions.ShouldBe(
            SftpExtensions.PosixRename | SftpExtensions.StatFileSystem | SftpExtensions.HardLink | SftpExtensions.Fsync | SftpExtensions.LinkSetStat
            | SftpExtensions.Limits | SftpExtensions.CopyData | SftpExtensions.HomeDirectory | SftpExtensions.ExpandPath
            | SftpExtensions.FileStatFileSystem | SftpExtensions.UsersGroupsById);
        await UseEverythingAsync(client, await client.RealPathAsync(".", default));
    }

    [Fact]
    public async Task Every_operation_works_with_our_server()
    {
        await using var served = await ServedDirectory.StartAsync();
        await UseEverythingAsync(served.Client, "");
    }

    [Fact]
    public async Task Refusals_carry_the_path_the_status_and_the_servers_words()
    {
        using var remote = new TestDirectory();
        await using var client = await OpenSshServer.ConnectAsync(remote.Path);
        var failure = await Should.ThrowAsync<SftpException>(async () => await client.StatAsync("none", default));
        (failure.Status, failure.Message, failure.IsTransient).ShouldBe((SftpStatus.NoSuchFile, "none: No such file.", false));
        remote.WriteRandom("a", 1);
        remote.WriteRandom("b", 1);
        (await Should.ThrowAsync<SftpException>(async () => await client.RenameAsync("a", "b", overwrite: false, default))).Status.ShouldBe(SftpStatus.Failure);
    }

    [Fact]
    public async Task Server_that_dies_fails_open_and_later_calls()
    {
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        var starting = SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default);
        await serverEnd.Output.WriteAsync((byte[])[0, 0, 0, 5, 2, 0, 0, 0, 3]);
        await using var client = await starting;
        var open = client.StatAsync("a", default).AsTask();
        await serverEnd.Output.CompleteAsync();
        await serverEnd.Input.CompleteAsync();
        (await Should.ThrowAsync<SftpException>(open)).Status.ShouldBe(SftpStatus.ConnectionLost);
        (await Should.ThrowAsync<SftpException>(async () => await client.StatAsync("a", default))).IsTransient.ShouldBeTrue();
        await client.Completion;
    }

    [Theory]
    [InlineData("Welcome to this server!\n", "login script")]
    [InlineData("", "before it said anything")]
    public async Task Server_that_is_none_is_said_so(string says, string sentence)
    {
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        await serverEnd.Output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(says));
        await serverEnd.Output.CompleteAsync();
        (await Should.ThrowAsync<SftpException>(() => SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default))).Message.ShouldContain(sentence);
    }

    [Fact]
    public async Task Cancelled_call_ends_at_once_and_others_go_on()
    {
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        var starting = SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default);
        await serverEnd.Output.WriteAsync((byte[])[0, 0, 0, 5, 2, 0, 0, 0, 3]);
        await using var client = await starting;
        using var stop = new CancellationTokenSource();
        var cancelled = client.RemoveAsync("a", stop.Token).AsTask();
        var other = client.RemoveAsync("b", default).AsTask();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);

        // Answers to both: ids 1 and 2, status 0, empty message and language.
        await serverEnd.Output.WriteAsync((byte[])[0, 0, 0, 17, 101, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        await serverEnd.Output.WriteAsync((byte[])[0, 0, 0, 17, 101, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        await other;
        client.Completion.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Disposing_fails_calls_that_are_under_way_and_later_ones()
    {
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        var starting = SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default);
        await serverEnd.Output.WriteAsync((byte[])[0, 0, 0, 5, 2, 0, 0, 0, 3]);
        var client = await starting;

        // More than the pipe takes: most of these wait for their turn or in a flush that nobody drains.
        var calls = Enumerable.Range(0, 100).Select(_ => client.StatAsync(new string('x', 3000), default).AsTask()).ToArray();
        await client.DisposeAsync();
        foreach (var call in calls)
        {
            (await Should.ThrowAsync<SftpException>(call)).Status.ShouldBe(SftpStatus.NoConnection);
        }

        (await Should.ThrowAsync<SftpException>(async () => await client.StatAsync("a", default))).Status.ShouldBe(SftpStatus.NoConnection);
    }

    [Fact]
    public async Task Many_overlapping_calls_each_get_their_own_answer()
    {
        await using var served = await ServedDirectory.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            await using var file = await served.Client.OpenAsync($"/f{i}", SftpOpenFlags.Write | SftpOpenFlags.Create, default, default);
            await file.WriteAsync(0, new ReadOnlySequence<byte>(new byte[i]), default);
            (await file.StatAsync(default)).Size.ShouldBe(i);
            await file.CloseAsync(default);
        }));
        for (var i = 0; i < 500; i++)
        {
            new FileInfo(served.Directory[$"f{i}"]).Length.ShouldBe(i);
        }
    }

    private static async Task UploadAndDownloadAsync(SftpClient client, string remoteRoot, TestDirectory local, int length)
    {
        var bytes = local.WriteRandom("a", length);
        var progress = new List<long>();
        var path = (await client.RealPathAsync(".", default)).TrimEnd('/') + "/a";
        using (var source = File.OpenHandle(local["a"]))
        {
            (await client.UploadAsync(source, path, 0, progress.Add, default)).ShouldBe(length);
        }

        File.ReadAllBytes(Path.Combine(remoteRoot, "a")).ShouldBeBytes(bytes);
        progress.ShouldBe(progress.Order());
        progress.LastOrDefault().ShouldBe(length);

        using (var target = File.OpenHandle(local["back"], FileMode.Create, FileAccess.Write))
        {
            (await client.DownloadAsync(path, target, 0, null, default)).ShouldBe(length);
        }

        File.ReadAllBytes(local["back"]).ShouldBeBytes(bytes);

        // A continued upload starts in the middle and doesn't touch what is there.
        using (var remote = File.OpenHandle(Path.Combine(remoteRoot, "a"), FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(remote, length / 2);
        }

        using var again = File.OpenHandle(local["a"]);
        progress.Clear();
        (await client.UploadAsync(again, path, length / 2, progress.Add, default)).ShouldBe(length);
        progress.ShouldAllBe(value => value > length / 2);
        File.ReadAllBytes(Path.Combine(remoteRoot, "a")).ShouldBeBytes(bytes);
    }

    private static async Task UseEverythingAsync(SftpClient client, string root)
    {
        await client.MakeDirectoryAsync(root + "/d ü", default, default);
        await using (var file = await client.OpenAsync(root + "/d ü/a", SftpOpenFlags.Read | SftpOpenFlags.Write | SftpOpenFlags.Create, default, default))
        {
            var bytes = TestDirectory.RandomBytes(1_000_000);
            await file.WriteAsync(0, new ReadOnlySequence<byte>(bytes), default);
            await file.SetStatAsync(new SftpAttributes { Mode = 0x180, AccessTime = 1, ModifyTime = 2 }, default);
            await file.FlushAsync(default);
            var back = new byte[1_500_000];
            (await file.ReadAsync(0, back, default)).ShouldBe(1_000_000);
            back[..1_000_000].ShouldBeBytes(bytes);
            (await file.ReadAsync(1_000_000, back, default)).ShouldBe(0);
            await file.CloseAsync(default);
        }

        (await client.StatAsync(root + "/d ü/a", default)).ShouldSatisfyAllConditions(
            a => a.Size.ShouldBe(1_000_000),
            a => a.ModifyTime.ShouldBe(2u),
            a => a.IsRegularFile.ShouldBeTrue());
        await client.HardLinkAsync(root + "/d ü/hard", root + "/d ü/a", default);
        await client.SymbolicLinkAsync(root + "/d ü/soft", "a", default);
        (await client.ReadLinkAsync(root + "/d ü/soft", default)).ShouldBe("a");
        (await client.LinkStatAsync(root + "/d ü/soft", default)).IsSymbolicLink.ShouldBeTrue();
        await client.LinkSetStatAsync(root + "/d ü/soft", new SftpAttributes { AccessTime = 5, ModifyTime = 6 }, default);
        await client.SetStatAsync(root + "/d ü/soft", new SftpAttributes { Size = 10 }, default);
        await client.RenameAsync(root + "/d ü/a", root + "/d ü/b", overwrite: false, default);
        await client.RenameAsync(root + "/d ü/b", root + "/d ü/hard", overwrite: true, default);
        (await client.StatFileSystemAsync(root + "/", default)).BlockSize.ShouldBeGreaterThan(0u);
        (await NamesAsync(client, root + "/d ü")).ShouldContain("soft");
        foreach (var name in await NamesAsync(client, root + "/d ü"))
        {
            await client.RemoveAsync($"{root}/d ü/{name}", default);
        }

        (await NamesAsync(client, root + "/d ü")).ShouldBeEmpty();
        await client.RemoveDirectoryAsync(root + "/d ü", default);
        (await client.RealPathAsync(root + "/./", default)).ShouldBe(root.Length == 0 ? "/" : root);
    }

    private static async Task<List<string>> NamesAsync(SftpClient client, string path)
    {
        var names = new List<string>();
        await using var directory = await client.OpenDirectoryAsync(path, default);
        while (await directory.ReadAsync(default) is { Count: > 0 } batch)
        {
            names.AddRange(batch.Select(name => name.Name));
        }

        return names;
    }
}

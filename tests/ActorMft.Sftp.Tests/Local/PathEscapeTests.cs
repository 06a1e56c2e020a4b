using System.Buffers;
using ActorMft.Sftp.Local;
using ActorMft.Sftp.Tests.Support;

namespace ActorMft.Sftp.Tests.Local;

/// <summary>Ways out of the served directory that have worked elsewhere. Outside lies a file; nothing may read, change or even find it.</summary>
public sealed class PathEscapeTests : IDisposable
{
    private readonly TestDirectory _outside = new();
    private readonly TestDirectory _root = new();
    private readonly LocalFileSystem _files;

    public PathEscapeTests()
    {
        File.WriteAllText(_outside["secret"], "secret");
        Directory.CreateDirectory(_root["a/b"]);
        File.WriteAllText(_root["a/b/file"], "inside");
        _files = new LocalFileSystem(_root.Path, new LocalFileSystemOptions());
    }

    public void Dispose()
    {
        File.ReadAllText(_outside["secret"]).ShouldBe("secret");
        Directory.GetFileSystemEntries(_outside.Path).ShouldBe([_outside["secret"]]);
        _files.Dispose();
        _root.Dispose();
        _outside.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Path_through_a_directory_that_is_swapped_for_a_link_never_reaches_outside(bool isAbsolute)
    {
        using var swapped = new SwappedDirectory(isAbsolute);
        using var files = new LocalFileSystem(swapped.Root.Path, new LocalFileSystemOptions());
        await swapped.AttackAsync(files, rounds: 400);
        swapped.Leaks.ShouldBeEmpty();
        swapped.Damage.ShouldBeEmpty();
        swapped.Swaps.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Path_through_a_swapped_directory_never_reaches_outside_for_a_client_either()
    {
        using var swapped = new SwappedDirectory(isAbsolute: true);
        using var files = new LocalFileSystem(swapped.Root.Path, new LocalFileSystemOptions());
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        var server = SftpServer.RunAsync(serverEnd, files, new SftpServerOptions(), default);
        await using (var client = await SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default))
        {
            await swapped.AttackAsync(client, rounds: 200);
        }

        await server;
        await serverEnd.Output.CompleteAsync();
        swapped.Leaks.ShouldBeEmpty();
        swapped.Damage.ShouldBeEmpty();
    }

    [Fact]
    public async Task Link_that_is_moved_to_another_depth_still_ends_inside()
    {
        await _files.SymbolicLinkAsync("/a/b/up", "../../" + _outside.Path, default);
        await _files.RenameAsync("/a/b/up", "/up", overwrite: false, default);
        await ShouldNotBeThereAsync("/up");
        await ShouldNotBeThereAsync("/up/secret");
        await _files.SymbolicLinkAsync("/a/b/root", "../../../../../../..", default);
        await _files.RenameAsync("/a/b/root", "/root", overwrite: false, default);
        (await _files.StatAsync("/root/a/b/file", default)).Size.ShouldBe(6);
    }

    [Fact]
    public async Task Dots_behind_a_link_are_taken_off_the_text_and_never_walked()
    {
        File.CreateSymbolicLink(_root["out"], _outside.Path);
        SftpPath.Normalize("/out/../a/b/file").ShouldBe("/a/b/file");
        SftpPath.Normalize("/out/../../" + _outside.Path).ShouldBe(_outside.Path);
        await ShouldNotBeThereAsync(SftpPath.Normalize("/out/../../.." + _outside["secret"]));
        await ShouldNotBeThereAsync("/out/secret");
    }

    [Fact]
    public async Task Link_to_outside_says_the_same_whether_its_target_exists_or_not()
    {
        await _files.SymbolicLinkAsync("/there", _outside["secret"], default);
        await _files.SymbolicLinkAsync("/nowhere", _outside["none"], default);
        foreach (var attempt in (Func<string, Task>[])[
            async path => await _files.StatAsync(path, default),
            async path => await _files.OpenAsync(path, SftpOpenFlags.Read, default, default),
            async path => await _files.OpenAsync(path, SftpOpenFlags.Write, default, default),
            async path => await _files.OpenDirectoryAsync(path, default),
            async path => await _files.SetStatAsync(path, new SftpAttributes { Mode = 0x1FF }, default),
            async path => await _files.SetStatAsync(path, new SftpAttributes { ModifyTime = 1 }, default),
            async path => await _files.SetStatAsync(path, new SftpAttributes { UserId = 1, GroupId = 1 }, default),
            async path => await _files.SetStatAsync(path, new SftpAttributes { Size = 0 }, default),
            async path => await _files.StatFileSystemAsync(path, default)])
        {
            var (there, nowhere) = (await FailureAsync(() => attempt("/there")), await FailureAsync(() => attempt("/nowhere")));
            there.Status.ShouldBe(nowhere.Status);
            there.Message.ShouldBe(nowhere.Message.Replace("/nowhere", "/there", StringComparison.Ordinal));
        }

        (await _files.RealPathAsync("/there", default)).ShouldBe("/there");
    }

    [Fact]
    public async Task Rename_over_a_link_replaces_the_link_and_not_its_target()
    {
        await _files.SymbolicLinkAsync("/link", _outside["secret"], default);
        await _files.RenameAsync("/a/b/file", "/link", overwrite: true, default);
        File.ReadAllText(_root["link"]).ShouldBe("inside");
        new FileInfo(_root["link"]).LinkTarget.ShouldBeNull();

        await _files.SymbolicLinkAsync("/dir", _outside.Path, default);
        await _files.RenameAsync("/link", "/dir", overwrite: true, default);
        File.ReadAllText(_root["dir"]).ShouldBe("inside");
    }

    [Fact]
    public async Task Hard_link_to_a_link_is_a_link_and_ends_inside()
    {
        await _files.SymbolicLinkAsync("/link", _outside["secret"], default);
        await _files.HardLinkAsync("/second", "/link", default);
        (await _files.LinkStatAsync("/second", default)).IsSymbolicLink.ShouldBeTrue();
        await ShouldNotBeThereAsync("/second");
        await ShouldNotBeThereAsync(_outside["secret"]);
        await FailureAsync(async () => await _files.HardLinkAsync("/third", _outside["secret"], default));
    }

    [Fact]
    public async Task Write_through_a_link_makes_or_changes_a_file_inside_only()
    {
        await _files.SymbolicLinkAsync("/link", "/made", default);
        await _files.SymbolicLinkAsync("/far", _outside["made"], default);
        await FailureAsync(async () => await _files.OpenAsync("/far", SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate, default, default));
        File.WriteAllText(_root["made"], "old");
        await using var file = await _files.OpenAsync("/link", SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate, default, default);
        await file.WriteAsync(0, new ReadOnlySequence<byte>("new"u8.ToArray()), default);
        File.ReadAllText(_root["made"]).ShouldBe("new");
    }

    [Theory]
    [InlineData("/proc/self/root/etc/hostname")]
    [InlineData("/proc/self/cwd")]
    [InlineData("/proc/self/exe")]
    [InlineData("/proc/thread-self/fd/0")]
    public async Task Magic_link_is_not_followed_even_where_the_whole_machine_is_served(string path)
    {
        using var all = new LocalFileSystem("/", new LocalFileSystemOptions());
        (await FailureAsync(async () => await all.StatAsync(path, default))).Status.ShouldBe(SftpStatus.NoSuchFile);
        (await FailureAsync(async () => await all.OpenAsync(path, SftpOpenFlags.Read, default, default))).Status.ShouldBe(SftpStatus.NoSuchFile);
    }

    [Fact]
    public async Task Home_is_opened_inside_its_root_and_links_there_do_not_lead_out_of_the_home()
    {
        File.CreateSymbolicLink(_root["home"], _outside.Path);
        Should.Throw<SftpException>(() => new LocalFileSystem(_root.Path, "/home", new LocalFileSystemOptions())).Status.ShouldBe(SftpStatus.NoSuchFile);
        Should.Throw<SftpException>(() => new LocalFileSystem(_root.Path, "/a/b/file", new LocalFileSystemOptions()));
        using var home = new LocalFileSystem(_root.Path, "/a/b", new LocalFileSystemOptions());
        (await home.StatAsync("/file", default)).Size.ShouldBe(6);
        await home.SymbolicLinkAsync("/up", "../..", default);
        (await FailureAsync(async () => await home.StatAsync("/up/a", default))).Status.ShouldBe(SftpStatus.NoSuchFile);
        (await home.StatAsync("/up/file", default)).Size.ShouldBe(6);
    }

    private async Task ShouldNotBeThereAsync(string path)
    {
        (await FailureAsync(async () => await _files.StatAsync(path, default))).Status.ShouldBe(SftpStatus.NoSuchFile);
        (await FailureAsync(async () => await _files.OpenAsync(path, SftpOpenFlags.Read, default, default))).Status.ShouldBe(SftpStatus.NoSuchFile);
    }

    private static Task<SftpException> FailureAsync(Func<Task> call) => Should.ThrowAsync<SftpException>(call);
}

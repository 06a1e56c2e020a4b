using System.Buffers;
using ActorMft.Sftp.Local;
using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Server;

/// <summary>The extensions of version 3, asked for by our client; what the client never sends goes packet by packet.</summary>
public sealed class ExtensionTests
{
    private static readonly (string Name, string Version)[] All =
    [
        ("posix-rename@openssh.com", "1"),
        ("statvfs@openssh.com", "2"),
        ("fstatvfs@openssh.com", "2"),
        ("hardlink@openssh.com", "1"),
        ("fsync@openssh.com", "1"),
        ("lsetstat@openssh.com", "1"),
        ("limits@openssh.com", "1"),
        ("expand-path@openssh.com", "1"),
        ("copy-data", "1"),
        ("home-directory", "1"),
        ("users-groups-by-id@openssh.com", "1"),
    ];

    public static TheoryData<string> Names => [.. All.Select(extension => extension.Name)];

    [Fact]
    public async Task Every_extension_is_announced_with_openssh_s_version()
    {
        using var directory = new TestDirectory();
        using var files = new LocalFileSystem(directory.Path, new LocalFileSystemOptions());
        await using var session = Start(files);
        await session.SendAsync(PacketType.Init, U32(3), Str("unknown@example.com"), Str("9"));
        var (_, fields) = await session.ReceiveAsync();
        fields.ShouldBe((byte[])[.. U32(3), .. All.SelectMany(extension => (byte[])[.. Str(extension.Name), .. Str(extension.Version)])]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Extended_request_that_ends_too_early_is_a_bad_message_and_the_session_goes_on(string name)
    {
        using var directory = new TestDirectory();
        using var files = new LocalFileSystem(directory.Path, new LocalFileSystemOptions());
        await using var session = await StartInitializedAsync(files);
        foreach (var rest in name == "limits@openssh.com" ? (byte[][])[] : [[], [0, 0], U32(9), U32(uint.MaxValue)])
        {
            await session.SendAsync(PacketType.Extended, U32(5), Str(name), rest);
            (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.BadMessage);
        }

        await session.SendAsync(PacketType.RealPath, U32(6), Str("."));
        (await session.ReceiveAsync()).Type.ShouldBe(PacketType.Name);
    }

    [Fact]
    public async Task Posix_rename_replaces_a_file_and_an_empty_directory_but_no_full_one()
    {
        await using var served = await ServedDirectory.StartAsync();
        var bytes = served.Directory.WriteRandom("new", 10);
        served.Directory.WriteRandom("old", 20);
        await served.Client.RenameAsync("/new", "/old", overwrite: true, default);
        File.ReadAllBytes(served.Directory["old"]).ShouldBe(bytes);

        served.Directory.WriteRandom("from/file", 1);
        served.Directory.WriteRandom("full/file", 1);
        Directory.CreateDirectory(served.Directory["empty"]);
        (await FailureAsync(served.Client.RenameAsync("/from", "/full", overwrite: true, default))).Status.ShouldBe(SftpStatus.Failure);
        await served.Client.RenameAsync("/from", "/empty", overwrite: true, default);
        File.Exists(served.Directory["empty/file"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Statvfs_and_fstatvfs_say_the_same_of_a_path_and_an_open_file()
    {
        await using var served = await ServedDirectory.StartAsync();
        await using var file = await served.Client.OpenAsync("/a", SftpOpenFlags.Write | SftpOpenFlags.Create, default, default);
        var ofPath = await served.Client.StatFileSystemAsync("/a", default);
        var ofFile = await served.Client.StatFileSystemAsync(file, default);
        (ofFile with { FreeBlocks = 0, AvailableBlocks = 0, FreeFiles = 0, AvailableFiles = 0 })
            .ShouldBe(ofPath with { FreeBlocks = 0, AvailableBlocks = 0, FreeFiles = 0, AvailableFiles = 0 });
        (ofPath.Blocks * ofPath.FragmentSize).ShouldBe((ulong)new DriveInfo(served.Directory.Path).TotalSize);
        (await FailureAsync(served.Client.StatFileSystemAsync("/none", default))).Status.ShouldBe(SftpStatus.NoSuchFile);
    }

    [Fact]
    public async Task Hardlink_makes_a_second_name_and_never_replaces()
    {
        await using var served = await ServedDirectory.StartAsync();
        var bytes = served.Directory.WriteRandom("a", 10);
        served.Directory.WriteRandom("there", 1);
        await served.Client.HardLinkAsync("/b", "/a", default);
        File.ReadAllBytes(served.Directory["b"]).ShouldBe(bytes);
        (await FailureAsync(served.Client.HardLinkAsync("/there", "/a", default))).Status.ShouldBe(SftpStatus.Failure);
        (await FailureAsync(served.Client.HardLinkAsync("/c", "/none", default))).Status.ShouldBe(SftpStatus.NoSuchFile);
        (await FailureAsync(served.Client.HardLinkAsync("/c", "/", default))).Status.ShouldBe(SftpStatus.Failure);
    }

    [Fact]
    public async Task Fsync_flushes_an_open_file_and_knows_no_other_handle()
    {
        await using var served = await ServedDirectory.StartAsync();
        await using (var file = await served.Client.OpenAsync("/a", SftpOpenFlags.Write | SftpOpenFlags.Create, default, default))
        {
            await file.WriteAsync(0, new ReadOnlySequence<byte>([1, 2, 3]), default);
            await file.FlushAsync(default);
        }

        await using var session = await StartInitializedAsync(new LocalFileSystem(served.Directory.Path, new LocalFileSystemOptions()));
        await session.SendAsync(PacketType.OpenDirectory, U32(1), Str("/"));
        var directory = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Extended, U32(2), Str("fsync@openssh.com"), Str(directory));
        (await session.ReceiveStatusAsync()).Message.ShouldContain("directory's");
    }

    [Fact]
    public async Task Lsetstat_changes_the_link_and_not_what_it_leads_to()
    {
        await using var served = await ServedDirectory.StartAsync();
        served.Directory.WriteRandom("a", 10);
        File.SetUnixFileMode(served.Directory["a"], UnixFileMode.UserRead);
        await served.Client.SymbolicLinkAsync("/l", "a", default);
        await served.Client.LinkSetStatAsync("/l", new SftpAttributes { AccessTime = 7, ModifyTime = 4_000_000_000 }, default);
        (await served.Client.LinkStatAsync("/l", default)).ModifyTime.ShouldBe(4_000_000_000);
        (await served.Client.StatAsync("/l", default)).ModifyTime!.Value.ShouldBeLessThan(4_000_000_000);
        (await FailureAsync(served.Client.LinkSetStatAsync("/l", new SftpAttributes { Size = 0 }, default))).Status.ShouldBe(SftpStatus.Failure);
        new FileInfo(served.Directory["a"]).Length.ShouldBe(10);
    }

    [Theory]
    [InlineData("~", "/work")]
    [InlineData("~/", "/work")]
    [InlineData("~/a/../b", "/work/b")]
    [InlineData("~alice", "/work")]
    [InlineData("~alice//b", "/work/b")]
    [InlineData("b", "/work/b")]
    [InlineData("../b", "/b")]
    [InlineData("/b", "/b")]
    [InlineData("/~", "/~")]
    [InlineData("~/../../../etc", "/etc")]
    public async Task Expand_path_puts_the_home_in(string path, string expected)
    {
        await using var served = await ServedDirectory.StartAsync(AtWork);
        (await served.Client.ExpandPathAsync(path, default)).ShouldBe(expected);
    }

    [Fact]
    public async Task Homes_of_others_are_not_known()
    {
        await using var served = await ServedDirectory.StartAsync(AtWork);
        (await served.Client.HomeDirectoryAsync("", default)).ShouldBe("/work");
        (await served.Client.HomeDirectoryAsync("alice", default)).ShouldBe("/work");
        (await FailureAsync(served.Client.HomeDirectoryAsync("root", default))).Status.ShouldBe(SftpStatus.NoSuchFile);
        (await FailureAsync(served.Client.ExpandPathAsync("~root/x", default))).Status.ShouldBe(SftpStatus.NoSuchFile);
    }

    [Fact]
    public async Task Relative_paths_start_at_the_start_directory()
    {
        await using var served = await ServedDirectory.StartAsync(AtWork);
        served.Directory.WriteRandom("work/a", 5);
        (await served.Client.RealPathAsync(".", default)).ShouldBe("/work");
        (await served.Client.StatAsync("a", default)).Size.ShouldBe(5);
        await served.Client.RenameAsync("a", "../b", overwrite: true, default);
        (await served.Client.StatAsync("/b", default)).Size.ShouldBe(5);
    }

    [Fact]
    public async Task Copy_data_copies_a_range_to_another_place_inside_the_server()
    {
        await using var served = await ServedDirectory.StartAsync();
        var bytes = served.Directory.WriteRandom("a", 600_000);
        await using var source = await served.Client.OpenAsync("/a", SftpOpenFlags.Read, default, default);
        await using var target = await served.Client.OpenAsync("/b", SftpOpenFlags.Write | SftpOpenFlags.Create, default, default);
        await served.Client.CopyDataAsync(source, 1000, 300_000, target, 5, default);
        File.ReadAllBytes(served.Directory["b"]).ShouldBeBytes([0, 0, 0, 0, 0, .. bytes[1000..301_000]]);
        await served.Client.CopyDataAsync(source, 599_990, 0, target, 0, default);
        File.ReadAllBytes(served.Directory["b"])[..10].ShouldBe(bytes[599_990..]);
        await served.Client.CopyDataAsync(source, 700_000, 0, target, 0, default);
        (await FailureAsync(served.Client.CopyDataAsync(target, 0, 0, source, 0, default))).Status.ShouldBe(SftpStatus.PermissionDenied);
        (await FailureAsync(served.Client.CopyDataAsync(source, -1, 0, target, 0, default))).Message.ShouldContain("beyond");
    }

    [Fact]
    public async Task Copy_data_without_an_end_ends_when_the_client_is_gone()
    {
        var session = await StartInitializedAsync(new CountingFileSystem { IsEndless = true });
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(1), U32(0));
        var source = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Open, U32(2), Str("b"), U32(2), U32(0));
        var target = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Extended, U32(3), Str("copy-data"), Str(source), U64(0), U64(0), Str(target), U64(0));
        session.Server.IsCompleted.ShouldBeFalse();
        await session.VanishAsync();
        await session.Server.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Users_and_groups_have_no_names_here()
    {
        await using var served = await ServedDirectory.StartAsync();
        var (users, groups) = await served.Client.NamesByIdAsync([0, 1000, 65534], [0], default);
        users.ShouldBe(["", "", ""]);
        groups.ShouldBe([""]);

        await using var session = await StartInitializedAsync(new LocalFileSystem(served.Directory.Path, new LocalFileSystemOptions()));
        await session.SendAsync(PacketType.Extended, U32(1), Str("users-groups-by-id@openssh.com"), Str([1, 2, 3]), Str(""));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.BadMessage);
        await session.SendAsync(PacketType.Extended, U32(2), Str("users-groups-by-id@openssh.com"), Str(new byte[33_000]), Str(""));
        (await session.ReceiveAsync()).Fields.ShouldBe((byte[])[.. U32(2), .. Str(new byte[33_000]), .. U32(0)]);
    }

    [Fact]
    public async Task Names_behind_ids_are_read_from_openssh()
    {
        using var remote = new TestDirectory();
        await using var client = await OpenSshServer.ConnectAsync(remote.Path);
        var (users, groups) = await client.NamesByIdAsync([0, 4_000_000_000], [0], default);
        users.ShouldBe(["root", ""]);
        groups.ShouldBe(["root"]);
        (await client.HomeDirectoryAsync("root", default)).ShouldBe("/root");
        (await client.ExpandPathAsync("~root/x", default)).ShouldBe("/root/x");
    }

    [Fact]
    public async Task Copy_inside_openssh_and_the_space_of_an_open_file_work()
    {
        using var remote = new TestDirectory();
        var bytes = remote.WriteRandom("a", 100_000);
        await using var client = await OpenSshServer.ConnectAsync(remote.Path);
        await using var source = await client.OpenAsync("a", SftpOpenFlags.Read, default, default);
        await using var target = await client.OpenAsync("b", SftpOpenFlags.Write | SftpOpenFlags.Create, default, default);
        await client.CopyDataAsync(source, 0, 0, target, 0, default);
        File.ReadAllBytes(remote["b"]).ShouldBeBytes(bytes);
        (await client.StatFileSystemAsync(target, default)).MaxNameLength.ShouldBe(255u);
    }

    [Fact]
    public async Task Extension_of_the_hosts_own_is_told_in_the_order_of_the_requests_and_may_be_refused()
    {
        var told = new List<string>();
        var options = new SftpServerOptions
        {
            OwnExtensions = new Dictionary<string, Action<string>>(StringComparer.Ordinal)
            {
                ["mood@example.com"] = value => told.Add(value.Length < 10 ? value : throw new SftpException(SftpStatus.Failure, "The mood is too long.")),
            },
        };
        await using var served = await ServedDirectory.StartAsync(options, new SftpClientOptions { OwnExtensions = ["mood@example.com", "other@example.com"] });
        served.Client.Knows("mood@example.com").ShouldBeTrue();
        served.Client.Knows("other@example.com").ShouldBeFalse();

        var first = served.Client.TellAsync("mood@example.com", "calm", default);
        await served.Client.StatAsync("/", default);
        told.ShouldBe(["calm"]);
        await first;
        (await Should.ThrowAsync<SftpException>(served.Client.TellAsync("mood@example.com", "overwhelmed", default))).Message.ShouldContain("too long");
        (await Should.ThrowAsync<SftpException>(served.Client.TellAsync("other@example.com", "", default))).Status.ShouldBe(SftpStatus.OperationUnsupported);
    }

    private static SftpServerOptions AtWork { get; } = new() { StartDirectory = "/work", UserName = "alice" };

    private static Task<SftpException> FailureAsync(ValueTask call) => Should.ThrowAsync<SftpException>(call.AsTask());

    private static Task<SftpException> FailureAsync<T>(ValueTask<T> call) => Should.ThrowAsync<SftpException>(call.AsTask());
}

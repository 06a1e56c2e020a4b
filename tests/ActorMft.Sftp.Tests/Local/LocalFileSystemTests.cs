using System.Buffers;
using System.Text;
using ActorMft.Sftp.Local;
using ActorMft.Sftp.Local.Native;
using ActorMft.Sftp.Tests.Support;

namespace ActorMft.Sftp.Tests.Local;

public sealed class LocalFileSystemTests : IDisposable
{
    private const SftpOpenFlags Replace = SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate;

    private readonly TestDirectory _directory = new();
    private readonly LocalFileSystem _files;

    public LocalFileSystemTests()
    {
        _files = new LocalFileSystem(_directory.Path, new LocalFileSystemOptions());
    }

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Truncating_open_leaves_the_old_bytes_to_their_reader()
    {
        var old = _directory.WriteRandom("a", 50_000);
        File.SetUnixFileMode(_directory["a"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await using var reader = await OpenAsync("/a", SftpOpenFlags.Read);
        await WriteAsync("/a", Replace, 0, "new");
        (await ReadAllAsync(reader)).ShouldBe(old);
        File.ReadAllText(_directory["a"]).ShouldBe("new");
        File.GetUnixFileMode(_directory["a"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Directory.GetFiles(_directory.Path).ShouldBe([_directory["a"]]);
    }

    [Fact]
    public async Task Truncating_setstat_leaves_the_old_bytes_to_their_reader()
    {
        var old = _directory.WriteRandom("a", 5000);
        await using var reader = await OpenAsync("/a", SftpOpenFlags.Read);
        await _files.SetStatAsync("/a", new SftpAttributes { Size = 0 }, default);
        (await ReadAllAsync(reader)).ShouldBe(old);
        new FileInfo(_directory["a"]).Length.ShouldBe(0);
    }

    [Fact]
    public async Task Writing_to_a_file_with_a_second_link_leaves_the_link_as_it_was()
    {
        var old = _directory.WriteRandom("a", 300_000);
        await _files.HardLinkAsync("/pin", "/a", default);
        await WriteAsync("/a", SftpOpenFlags.Write, 0, "changed");
        File.ReadAllBytes(_directory["pin"]).ShouldBe(old);
        File.ReadAllBytes(_directory["a"]).ShouldBe((byte[])[.. "changed"u8, .. old[7..]]);
        await _files.HardLinkAsync("/pin2", "/a", default);
        await _files.SetStatAsync("/a", new SftpAttributes { Size = 7 }, default);
        new FileInfo(_directory["pin2"]).Length.ShouldBe(300_000);
        File.ReadAllText(_directory["a"]).ShouldBe("changed");
    }

    [Fact]
    public async Task Link_made_while_the_file_is_open_for_writing_is_a_snapshot_of_that_moment()
    {
        await using var file = await OpenAsync("/a", Replace);
        await WriteAsync(file, 0, "first");
        await _files.HardLinkAsync("/pin", "/a", default);
        await WriteAsync(file, 0, "SECOND");
        await file.CloseAsync(default);
        File.ReadAllText(_directory["pin"]).ShouldBe("first");
        File.ReadAllText(_directory["a"]).ShouldBe("SECOND");
    }

    [Fact]
    public async Task Write_to_a_file_that_was_linked_and_renamed_meanwhile_is_refused()
    {
        await using var file = await OpenAsync("/a", Replace);
        await _files.RenameAsync("/a", "/b", overwrite: false, default);
        await _files.HardLinkAsync("/pin", "/b", default);
        (await Should.ThrowAsync<SftpException>(() => WriteAsync(file, 0, "late"))).Message.ShouldContain("another session");
        File.ReadAllText(_directory["pin"]).ShouldBe("");
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/out/passwd")]
    [InlineData("/up/etc/passwd")]
    [InlineData("/file")]
    [InlineData("/proc/self/root/etc/passwd")]
    public async Task No_path_and_no_link_leads_out(string path)
    {
        File.CreateSymbolicLink(_directory["out"], "/etc");
        File.CreateSymbolicLink(_directory["up"], "../../../../../../../..");
        File.CreateSymbolicLink(_directory["file"], "/etc/passwd");
        File.CreateSymbolicLink(_directory["proc"], "/proc");
        await Should.ThrowAsync<SftpException>(async () => await OpenAsync(path, SftpOpenFlags.Read));
        await Should.ThrowAsync<SftpException>(async () => await OpenAsync(path, SftpOpenFlags.Write));
        await Should.ThrowAsync<SftpException>(async () => await OpenAsync(path, Replace));
        await Should.ThrowAsync<SftpException>(async () => await _files.SetStatAsync(path, new SftpAttributes { Mode = 511 }, default));
        if (path != "/file")
        {
            await Should.ThrowAsync<SftpException>(async () => await _files.RemoveAsync(path, default));
            await Should.ThrowAsync<SftpException>(async () => await _files.HardLinkAsync("/stolen", path, default));
            await Should.ThrowAsync<SftpException>(async () => await _files.RenameAsync(path, "/stolen", true, default));
        }
    }

    [Fact]
    public async Task Absolute_link_is_read_from_this_root()
    {
        Directory.CreateDirectory(_directory["d"]);
        var bytes = _directory.WriteRandom("d/a", 100);
        await _files.SymbolicLinkAsync("/d/link", "/d/a", default);
        (await _files.ReadLinkAsync("/d/link", default)).ShouldBe("/d/a");
        await using (var file = await OpenAsync("/d/link", SftpOpenFlags.Read))
        {
            (await ReadAllAsync(file)).ShouldBe(bytes);
        }

        await WriteAsync("/d/link", Replace, 0, "through");
        File.ReadAllText(_directory["d/a"]).ShouldBe("through");
        (await _files.LinkStatAsync("/d/link", default)).IsSymbolicLink.ShouldBeTrue();
        (await _files.StatAsync("/d/link", default)).Size.ShouldBe(7);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../..")]
    public async Task Link_that_climbs_is_stopped_at_the_root(string target)
    {
        await _files.SymbolicLinkAsync("/climb", target, default);
        await using var directory = await _files.OpenDirectoryAsync("/climb", default);
        (await directory.ReadAsync(default)).Select(name => name.Name).ShouldBe(["climb"]);
    }

    [Fact]
    public async Task Special_files_are_refused_without_waiting()
    {
        System.Diagnostics.Process.Start("mkfifo", _directory["pipe"]).WaitForExit();
        (await Should.ThrowAsync<SftpException>(async () => await OpenAsync("/pipe", SftpOpenFlags.Read))).Message.ShouldContain("regular");
        (await Should.ThrowAsync<SftpException>(async () => await OpenAsync("/pipe", SftpOpenFlags.Write))).Message.ShouldContain("regular");
        (await Should.ThrowAsync<SftpException>(async () => await OpenAsync("/", SftpOpenFlags.Read))).Status.ShouldBe(SftpStatus.Failure);
    }

    [Fact]
    public async Task Failures_have_the_status_and_a_sentence()
    {
        _directory.WriteRandom("a", 10);
        Directory.CreateDirectory(_directory["d/full"]);
        await ShouldFailAsync(async () => await _files.StatAsync("/none", default), SftpStatus.NoSuchFile, "/none: no such file or directory");
        await ShouldFailAsync(async () => await OpenAsync("/" + new string('x', 300), Replace), SftpStatus.Failure, "too long");
        await ShouldFailAsync(async () => await OpenAsync("/a", Replace | SftpOpenFlags.Exclusive), SftpStatus.Failure, "exists already");
        await ShouldFailAsync(async () => await _files.RemoveDirectoryAsync("/d", default), SftpStatus.Failure, "not empty");
        await ShouldFailAsync(async () => await _files.RemoveAsync("/d", default), SftpStatus.Failure, "is a directory");
        await ShouldFailAsync(async () => await _files.RemoveDirectoryAsync("/", default), SftpStatus.Failure, "can't be done");
        await ShouldFailAsync(async () => await _files.ReadLinkAsync("/a", default), SftpStatus.Failure, "not a symbolic link");
        await ShouldFailAsync(async () => await OpenAsync("/a/b", Replace), SftpStatus.NoSuchFile, "no such file");
        await using var reading = await OpenAsync("/a", SftpOpenFlags.Read);
        await ShouldFailAsync(() => WriteAsync(reading, 0, "x"), SftpStatus.PermissionDenied, "not open for writing");
    }

    [Theory]
    [InlineData(28, SftpStatus.Failure, "/a: no space left on the server")]
    [InlineData(122, SftpStatus.Failure, "/a: the space allowed on the server is used up")]
    [InlineData(30, SftpStatus.PermissionDenied, "/a: the server's file system is read-only")]
    [InlineData(13, SftpStatus.PermissionDenied, "/a: permission denied")]
    [InlineData(5, SftpStatus.Failure, "/a: the server's file system failed (errno 5)")]
    public void Error_numbers_become_sentences(int errno, SftpStatus status, string sentence)
    {
        var exception = Errno.ToException(errno, "/a");
        (exception.Status, exception.Message).ShouldBe((status, sentence));
    }

    [Fact]
    public async Task What_a_crash_has_left_of_a_replacement_is_never_listed_and_gone_after_a_day()
    {
        var (fresh, old) = (TemporaryEntry.NewName(), TemporaryEntry.NewName());
        _directory.WriteRandom(fresh, 10);
        _directory.WriteRandom(old, 10);
        File.SetLastWriteTimeUtc(_directory[old], TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1.1));

        await using (var listing = await _files.OpenDirectoryAsync("/", default))
        {
            (await listing.ReadAsync(default)).ShouldNotContain(name => name.Name == fresh || name.Name == old);
        }

        (File.Exists(_directory[fresh]), File.Exists(_directory[old])).ShouldBe((true, false));
    }

    [Fact]
    public async Task Size_beyond_the_file_system_is_refused()
    {
        await using var file = await OpenAsync("/a", Replace);
        await ShouldFailAsync(async () => await file.SetStatAsync(new SftpAttributes { Size = long.MaxValue }, default), SftpStatus.Failure, "larger than the server allows");
    }

    [Fact]
    public async Task Space_of_the_file_system_is_known()
    {
        var info = await _files.StatFileSystemAsync("/", default);
        info.MaxNameLength.ShouldBe(255u);
        ((double)info.AvailableBytes).ShouldBe(new DriveInfo(_directory.Path).AvailableFreeSpace, 1e9);
    }

    [Fact]
    public async Task Attributes_are_set_and_survive_a_close()
    {
        await using var file = await OpenAsync("/a", Replace);
        await WriteAsync(file, 0, "content");
        await file.SetStatAsync(new SftpAttributes { Mode = 0x1A0, AccessTime = 4_000_000_000, ModifyTime = 3_000_000_000 }, default);
        await file.FlushAsync(default);
        await file.CloseAsync(default);
        var attributes = await _files.StatAsync("/a", default);
        attributes.ShouldSatisfyAllConditions(
            a => a.Size.ShouldBe(7),
            a => (a.Mode & 0xFFF).ShouldBe(0x1A0u),
            a => a.ModifyTime.ShouldBe(3_000_000_000),
            a => a.AccessTime.ShouldBe(4_000_000_000));
    }

    [Theory]
    [InlineData(0u, 0x180u)]
    [InlineData(0x124u, 0x1A4u)]
    [InlineData(0xFC0u, 0x1C0u)]
    public async Task Owner_keeps_a_file_whatever_mode_is_asked_for(uint asked, uint granted)
    {
        using var files = new LocalFileSystem(_directory.Path, new LocalFileSystemOptions { KeepOwnerAccess = true });
        var attributes = new SftpAttributes { Mode = asked };
        await using (var file = await files.OpenAsync("/a", Replace, attributes, default))
        {
            ModeOf("a").ShouldBe(granted & ~UmaskOfThisProcess);
            await file.SetStatAsync(attributes, default);
            ModeOf("a").ShouldBe(granted);
        }

        await files.SetStatAsync("/a", new SftpAttributes { Mode = 0x1FF }, default);
        await files.SetStatAsync("/a", attributes, default);
        ModeOf("a").ShouldBe(granted);
    }

    [Theory]
    [InlineData(0u, 0x1C0u)]
    [InlineData(0xE00u, 0x1C0u)]
    public async Task Owner_keeps_a_directory_whatever_mode_is_asked_for(uint asked, uint granted)
    {
        using var files = new LocalFileSystem(_directory.Path, new LocalFileSystemOptions { KeepOwnerAccess = true });
        var attributes = new SftpAttributes { Mode = asked };
        await files.MakeDirectoryAsync("/d", attributes, default);
        ModeOf("d").ShouldBe(granted & ~UmaskOfThisProcess);

        await files.SetStatAsync("/d", new SftpAttributes { Mode = 0x1FF }, default);
        await files.SetStatAsync("/d", attributes, default);
        ModeOf("d").ShouldBe(granted);

        await files.LinkSetStatAsync("/d", attributes, default);
        ModeOf("d").ShouldBe(granted);
    }

    [Fact]
    public async Task Link_attributes_are_set_on_the_link_itself()
    {
        _directory.WriteRandom("a", 1);
        await _files.SymbolicLinkAsync("/l", "a", default);
        await _files.LinkSetStatAsync("/l", new SftpAttributes { AccessTime = 1000, ModifyTime = 2000 }, default);
        (await _files.LinkStatAsync("/l", default)).ModifyTime.ShouldBe(2000u);
        (await _files.StatAsync("/l", default)).ModifyTime!.Value.ShouldBeGreaterThan(2000u);
    }

    [Fact]
    public async Task Durable_file_system_closes_renames_and_links()
    {
        using var durable = new LocalFileSystem(_directory.Path, new LocalFileSystemOptions { Durable = true });
        await durable.MakeDirectoryAsync("/d", default, default);
        await using var file = await durable.OpenAsync("/d/a", Replace, default, default);
        await WriteAsync(file, 0, "content");
        await file.CloseAsync(default);
        await durable.RenameAsync("/d/a", "/b", overwrite: true, default);
        await durable.HardLinkAsync("/c", "/b", default);
        File.ReadAllText(_directory["c"]).ShouldBe("content");
    }

    [Fact]
    public void Missing_root_is_refused()
    {
        Should.Throw<SftpException>(() => new LocalFileSystem(_directory["none"], new LocalFileSystemOptions())).Status.ShouldBe(SftpStatus.NoSuchFile);
    }

    private static uint UmaskOfThisProcess =>
        Convert.ToUInt32(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("Umask:", StringComparison.Ordinal))[6..].Trim(), 8);

    private uint ModeOf(string name) => (uint)File.GetUnixFileMode(_directory[name]);

    private async Task<ISftpFile> OpenAsync(string path, SftpOpenFlags flags) => await _files.OpenAsync(path, flags, default, default);

    private async Task WriteAsync(string path, SftpOpenFlags flags, long offset, string text)
    {
        await using var file = await OpenAsync(path, flags);
        await WriteAsync(file, offset, text);
        await file.CloseAsync(default);
    }

    private static async Task WriteAsync(ISftpFile file, long offset, string text) =>
        await file.WriteAsync(offset, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)), default);

    private static async Task<byte[]> ReadAllAsync(ISftpFile file)
    {
        var buffer = new byte[400_000];
        return buffer[..await file.ReadAsync(0, buffer, default)];
    }

    private static async Task ShouldFailAsync(Func<Task> act, SftpStatus status, string sentence)
    {
        var failure = await Should.ThrowAsync<SftpException>(act);
        failure.Status.ShouldBe(status);
        failure.Message.ShouldContain(sentence);
    }
}

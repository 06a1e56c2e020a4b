using ActorMft.Domain.Resources;
using ActorMft.Node.Sessions;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Tests.Sessions;

public sealed class PermittedFileSystemTests : IDisposable
{
    private const SftpOpenFlags Upload = SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate;
    private const string Part = "/.a.csv.01J00000000000000000000009.dlvr";

    private static readonly CancellationToken _none = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();
    private readonly LocalFileSystem _local;

    public PermittedFileSystemTests()
    {
        _local = new LocalFileSystem(_directory.FullPath, new LocalFileSystemOptions());
        File.WriteAllText(_directory["a.csv"], "a");
        File.WriteAllText(_directory[Part[1..]], "hidden");
    }

    public static TheoryData<Permission, Func<ISftpFileSystem, Task>> Operations => new()
    {
        { Permission.List, files => files.OpenDirectoryAsync("/", _none).AsTask() },
        { Permission.Read, files => files.OpenAsync("/a.csv", SftpOpenFlags.Read, default, _none).AsTask() },
        { Permission.Write, files => files.OpenAsync("/b.csv", Upload, default, _none).AsTask() },
        { Permission.Write, files => files.SetStatAsync("/a.csv", new SftpAttributes { Mode = 0x1A4 }, _none).AsTask() },
        { Permission.Delete, files => files.RemoveAsync("/a.csv", _none).AsTask() },
        { Permission.Rename, files => files.RenameAsync("/a.csv", "/c.csv", overwrite: false, _none).AsTask() },
        { Permission.Mkdir, files => files.MakeDirectoryAsync("/d", default, _none).AsTask() },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_needs_its_permission_and_no_other(Permission permission, Func<ISftpFileSystem, Task> operation)
    {
        var others = Enum.GetValues<Permission>().Where(other => other != permission).ToArray();
        var refusal = await Should.ThrowAsync<SftpException>(() => operation(With(others)));
        refusal.Status.ShouldBe(SftpStatus.PermissionDenied);
        refusal.Message.ShouldContain(permission.ToString().ToLowerInvariant());
        await operation(With(permission));
    }

    [Fact]
    public async Task Handle_for_reading_changes_no_attributes()
    {
        await using var file = await With(Permission.Read).OpenAsync("/a.csv", SftpOpenFlags.Read, default, _none);
        var refusal = await Should.ThrowAsync<SftpException>(() => file.SetStatAsync(new SftpAttributes { Mode = 0 }, _none).AsTask());
        refusal.Status.ShouldBe(SftpStatus.PermissionDenied);
    }

    [Fact]
    public async Task Upload_only_login_can_see_how_much_is_there_to_resume() =>
        (await With(Permission.Write).StatAsync("/a.csv", _none)).Size.ShouldBe(1);

    [Fact]
    public async Task Login_without_rights_to_content_sees_nothing() =>
        (await Should.ThrowAsync<SftpException>(() => With(Permission.Mkdir).StatAsync("/a.csv", _none).AsTask()))
            .Status.ShouldBe(SftpStatus.PermissionDenied);

    [Fact]
    public async Task Rename_permission_alone_never_destroys_a_file()
    {
        File.WriteAllText(_directory["b.csv"], "b");
        await Should.ThrowAsync<SftpException>(() => With(Permission.Rename).RenameAsync("/a.csv", "/b.csv", overwrite: true, _none).AsTask());
        File.ReadAllText(_directory["b.csv"]).ShouldBe("b");
    }

    [Fact]
    public async Task Part_of_a_delivery_does_not_exist_for_partners()
    {
        var files = With(Enum.GetValues<Permission>());
        await using var listing = await files.OpenDirectoryAsync("/", _none);
        (await listing.ReadAsync(_none)).Select(name => name.Name).ShouldBe(["a.csv"]);
        (await Should.ThrowAsync<SftpException>(() => files.StatAsync(Part, _none).AsTask())).Status.ShouldBe(SftpStatus.NoSuchFile);
        (await Should.ThrowAsync<SftpException>(() => files.RemoveAsync(Part, _none).AsTask())).Status.ShouldBe(SftpStatus.NoSuchFile);
        (await Should.ThrowAsync<SftpException>(() => files.OpenAsync(Part, Upload, default, _none).AsTask())).Status.ShouldBe(SftpStatus.NoSuchFile);
    }

    [Fact]
    public async Task Links_are_refused_whatever_the_permissions()
    {
        var files = With(Enum.GetValues<Permission>());
        (await Should.ThrowAsync<SftpException>(() => files.SymbolicLinkAsync("/l", "/etc", _none).AsTask())).Status.ShouldBe(SftpStatus.PermissionDenied);
        (await Should.ThrowAsync<SftpException>(() => files.HardLinkAsync("/l", "/a.csv", _none).AsTask())).Status.ShouldBe(SftpStatus.PermissionDenied);
    }

    public void Dispose()
    {
        _local.Dispose();
        _directory.Dispose();
    }

    private PermittedFileSystem With(params Permission[] permissions) => new(_local, permissions);
}

using ActorMft.Node.Files;
using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>
/// A session's files with its mounts in their folders. What is below such a folder is asked of the remote server, each time; the folder itself
/// is this endpoint's, so that looking at its neighbours never waits for the remote.
/// </summary>
internal sealed class MountedFileSystem(ISftpFileSystem inner, SessionMounts mounts, MemoryBudget memory) : DelegatingFileSystem(inner)
{
    public override ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount ? OpenRemoteAsync(mount, path, flags, attributes, cancellationToken) : Inner.OpenAsync(path, flags, attributes, cancellationToken);

    public override ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) =>
        mounts.Find(path) is { } mount ? OpenRemoteDirectoryAsync(mount, path, cancellationToken) : Inner.OpenDirectoryAsync(path, cancellationToken);

    public override ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount
            ? AskAsync(mount, path, static (files, at, token) => files.StatAsync(at, token), cancellationToken)
            : Inner.StatAsync(path, cancellationToken);

    public override ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount
            ? AskAsync(mount, path, static (files, at, token) => files.LinkStatAsync(at, token), cancellationToken)
            : Inner.LinkStatAsync(path, cancellationToken);

    public override ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount
            ? DoAsync(mount, path, (files, at, token) => files.SetStatAsync(at, attributes, token), cancellationToken)
            : Inner.SetStatAsync(path, attributes, cancellationToken);

    public override ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount
            ? DoAsync(mount, path, (files, at, token) => files.LinkSetStatAsync(at, attributes, token), cancellationToken)
            : Inner.LinkSetStatAsync(path, attributes, cancellationToken);

    public override ValueTask RemoveAsync(string path, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount
            ? DoAsync(mount, path, static (files, at, token) => files.RemoveAsync(at, token), cancellationToken)
            : Inner.RemoveAsync(path, cancellationToken);

    public override ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount
            ? DoAsync(mount, path, (files, at, token) => files.MakeDirectoryAsync(at, attributes, token), cancellationToken)
            : Inner.MakeDirectoryAsync(path, attributes, cancellationToken);

    public override ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        RequireNoMountWithin(path);
        return FindBelow(path) is { } mount
            ? DoAsync(mount, path, static (files, at, token) => files.RemoveDirectoryAsync(at, token), cancellationToken)
            : Inner.RemoveDirectoryAsync(path, cancellationToken);
    }

    public override ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        RequireNoMountWithin(from);
        RequireNoMountWithin(to);
        RequireSameSide("renamed", from, to);
        return FindBelow(from) is { } mount
            ? DoAsync(mount, from, (files, at, token) => RenameRemoteAsync(files, at, mount, from, to, overwrite, token), cancellationToken)
            : Inner.RenameAsync(from, to, overwrite, cancellationToken);
    }

    /// <summary>By its text: the answer has to be a path of this session, and doesn't wait for the remote.</summary>
    public override ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) =>
        mounts.Find(path) is null ? Inner.RealPathAsync(path, cancellationToken) : ValueTask.FromResult(path);

    public override ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount
            ? AskAsync(mount, path, static (files, at, token) => files.ReadLinkAsync(at, token), cancellationToken)
            : Inner.ReadLinkAsync(path, cancellationToken);

    public override ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) =>
        FindBelow(path) is { } mount
            ? DoAsync(mount, path, (files, at, token) => files.SymbolicLinkAsync(at, target, token), cancellationToken)
            : Inner.SymbolicLinkAsync(path, target, cancellationToken);

    public override ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken)
    {
        RequireSameSide("linked", existing, path);
        return FindBelow(path) is { } mount
            ? DoAsync(mount, path, (files, at, token) => files.HardLinkAsync(at, Sibling(at, mount, path, existing), token), cancellationToken)
            : Inner.HardLinkAsync(path, existing, cancellationToken);
    }

    public override ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken) =>
        mounts.Find(path) is { } mount
            ? AskAsync(mount, path, static (files, at, token) => files.StatFileSystemAsync(at, token), cancellationToken)
            : Inner.StatFileSystemAsync(path, cancellationToken);

    /// <summary>The mount that a path is in; null also for the folder itself.</summary>
    private MountPoint? FindBelow(string path) => mounts.Find(path) is { } mount && mount.Path != path ? mount : null;

    private async ValueTask<ISftpFile> OpenRemoteAsync(
        MountPoint mount, string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        var use = await mount.UseAsync(cancellationToken);
        var at = use.PathOf(mount.BelowOf(path));
        try
        {
            var file = await use.Files.OpenAsync(at, flags, attributes, cancellationToken);
            return new MountFile(file, mount, use, path, at, isWritten: flags.HasFlag(SftpOpenFlags.Write), memory);
        }
        catch (SftpException exception)
        {
            var described = mount.Describe(exception, path, at, use);
            use.Dispose();
            throw described;
        }
    }

    private static async ValueTask<ISftpDirectory> OpenRemoteDirectoryAsync(MountPoint mount, string path, CancellationToken cancellationToken)
    {
        var use = await mount.UseAsync(cancellationToken);
        var at = use.PathOf(mount.BelowOf(path));
        try
        {
            return new MountDirectory(await use.Files.OpenDirectoryAsync(at, cancellationToken), mount, use, path, at);
        }
        catch (SftpException exception)
        {
            var described = mount.Describe(exception, path, at, use);
            use.Dispose();
            throw described;
        }
    }

    private static async ValueTask<T> AskAsync<T>(
        MountPoint mount, string path, Func<ISftpFileSystem, string, CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken)
    {
        using var use = await mount.UseAsync(cancellationToken);
        var at = use.PathOf(mount.BelowOf(path));
        try
        {
            return await operation(use.Files, at, cancellationToken);
        }
        catch (SftpException exception)
        {
            throw mount.Describe(exception, path, at, use);
        }
    }

    private static async ValueTask DoAsync(
        MountPoint mount, string path, Func<ISftpFileSystem, string, CancellationToken, ValueTask> operation, CancellationToken cancellationToken) =>
        await AskAsync(
            mount,
            path,
            async (files, at, token) =>
            {
                await operation(files, at, token);
                return true;
            },
            cancellationToken);

    /// <summary>Without a replacing rename at the remote there is still the other one, which refuses when the new name is taken.</summary>
    private static async ValueTask RenameRemoteAsync(
        ISftpFileSystem files, string at, MountPoint mount, string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        var target = Sibling(at, mount, from, to);
        try
        {
            await files.RenameAsync(at, target, overwrite, cancellationToken);
        }
        catch (SftpException exception) when (overwrite && exception.Status == SftpStatus.OperationUnsupported)
        {
            await files.RenameAsync(at, target, overwrite: false, cancellationToken);
        }
    }

    /// <summary>The path at the remote of another path of the same mount.</summary>
    private static string Sibling(string at, MountPoint mount, string path, string other) =>
        SftpPath.Normalize(at[..^mount.BelowOf(path).Length] + mount.BelowOf(other));

    private void RequireNoMountWithin(string path)
    {
        if (mounts.FindWithin(path) is { } mount)
        {
            throw new SftpException(SftpStatus.PermissionDenied, $"'{mount.Path}' shows another server; neither it nor a directory around it can be moved, replaced or removed.");
        }
    }

    private void RequireSameSide(string what, string from, string to)
    {
        if (FindBelow(from) != FindBelow(to))
        {
            throw new SftpException(
                SftpStatus.Failure, $"'{from}' can't be {what} to '{to}': they are on different servers. Copy the file, and remove the old one.");
        }
    }
}

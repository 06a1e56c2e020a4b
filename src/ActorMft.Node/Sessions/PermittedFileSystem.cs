using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Files;
using ActorMft.Sftp;

namespace ActorMft.Node.Sessions;

/// <summary>
/// What a user may do, all in one place. Looking at a path needs no more than any right to its content, so that those who may only
/// upload can resume. Parts of deliveries don't exist for partners, and links can't be made.
/// </summary>
internal sealed class PermittedFileSystem(ISftpFileSystem inner, IReadOnlyCollection<Permission> permissions) : DelegatingFileSystem(inner)
{
    private const SftpOpenFlags Changing = SftpOpenFlags.Write | SftpOpenFlags.Append | SftpOpenFlags.Create | SftpOpenFlags.Truncate;

    private readonly HashSet<Permission> _permissions = [.. permissions];

    public override async ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        RequireVisible(path);
        if ((flags & Changing) == SftpOpenFlags.None)
        {
            Require(Permission.Read, $"read '{path}'");
        }
        else
        {
            Require(Permission.Write, $"write '{path}'");
            flags = _permissions.Contains(Permission.Read) ? flags : flags & ~SftpOpenFlags.Read;
        }

        var file = await Inner.OpenAsync(path, flags, attributes, cancellationToken);
        return _permissions.Contains(Permission.Write) ? file : new UnchangeableFile(file, path);
    }

    public override async ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        Require(Permission.List, $"list '{path}'");
        return new VisibleDirectory(await Inner.OpenDirectoryAsync(path, cancellationToken));
    }

    public override ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken)
    {
        RequireLook(path);
        return Inner.StatAsync(path, cancellationToken);
    }

    public override ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken)
    {
        RequireLook(path);
        return Inner.LinkStatAsync(path, cancellationToken);
    }

    public override ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        RequireChange(path);
        return Inner.SetStatAsync(path, attributes, cancellationToken);
    }

    public override ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        RequireChange(path);
        return Inner.LinkSetStatAsync(path, attributes, cancellationToken);
    }

    public override ValueTask RemoveAsync(string path, CancellationToken cancellationToken)
    {
        RequireVisible(path);
        Require(Permission.Delete, $"remove '{path}'");
        return Inner.RemoveAsync(path, cancellationToken);
    }

    public override ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        RequireVisible(path);
        Require(Permission.Mkdir, $"make the directory '{path}'");
        return Inner.MakeDirectoryAsync(path, attributes, cancellationToken);
    }

    public override ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        Require(Permission.Delete, $"remove the directory '{path}'");
        return Inner.RemoveDirectoryAsync(path, cancellationToken);
    }

    public override ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        RequireVisible(from);
        RequireVisible(to);
        Require(Permission.Rename, $"rename '{from}'");
        var mayReplace = _permissions.Contains(Permission.Write) || _permissions.Contains(Permission.Delete);
        return Inner.RenameAsync(from, to, overwrite && mayReplace, cancellationToken);
    }

    public override ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken)
    {
        RequireLook(path);
        return Inner.ReadLinkAsync(path, cancellationToken);
    }

    public override ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) => throw NoLinks(path);

    public override ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) => throw NoLinks(path);

    private void RequireLook(string path)
    {
        RequireVisible(path);
        if (!_permissions.Overlaps([Permission.List, Permission.Read, Permission.Write]))
        {
            throw Denied($"look at '{path}'", Permission.List);
        }
    }

    private void RequireChange(string path)
    {
        RequireVisible(path);
        Require(Permission.Write, $"change '{path}'");
    }

    private void Require(Permission permission, string doing)
    {
        if (!_permissions.Contains(permission))
        {
            throw Denied(doing, permission);
        }
    }

    private static void RequireVisible(string path)
    {
        if (PartName.IsOwn(SftpPath.FileName(path)))
        {
            throw new SftpException(SftpStatus.NoSuchFile, $"There is no '{path}'.");
        }
    }

    private static SftpException Denied(string doing, Permission permission) =>
        new(SftpStatus.PermissionDenied, $"You may not {doing}: this login doesn't have the permission '{permission.ToString().ToLowerInvariant()}'.");

    private static SftpException NoLinks(string path) =>
        new(SftpStatus.PermissionDenied, $"Links can't be made on this server; '{path}' was not made.");

    /// <summary>A listing without the parts of deliveries.</summary>
    private sealed class VisibleDirectory(ISftpDirectory inner) : ISftpDirectory
    {
        public async ValueTask<IReadOnlyList<SftpName>> ReadAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                var names = await inner.ReadAsync(cancellationToken);
                if (names.Count == 0 || !names.Any(name => PartName.IsOwn(name.Name)))
                {
                    return names;
                }

                if (names.Where(name => !PartName.IsOwn(name.Name)).ToList() is { Count: > 0 } visible)
                {
                    return visible;
                }
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

using ActorMft.Domain.Transfers;
using ActorMft.Node.Files;
using ActorMft.Sftp;

namespace ActorMft.Node.Endpoints.SftpServer;

/// <summary>
/// An endpoint's files as deliveries see them: their parts have the form of their own on disk, and what partners bring in the form of parts is
/// not there for them.
/// </summary>
internal sealed class OwnPartsFileSystem(ISftpFileSystem inner) : DelegatingFileSystem(inner)
{
    public override ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken) =>
        Inner.OpenAsync(PartName.ToOwn(path), flags, attributes, cancellationToken);

    public override async ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) =>
        new Listing(await Inner.OpenDirectoryAsync(path, cancellationToken));

    public override ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) =>
        Inner.StatAsync(PartName.ToOwn(path), cancellationToken);

    public override ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) =>
        Inner.LinkStatAsync(PartName.ToOwn(path), cancellationToken);

    public override ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        Inner.SetStatAsync(PartName.ToOwn(path), attributes, cancellationToken);

    public override ValueTask RemoveAsync(string path, CancellationToken cancellationToken) =>
        Inner.RemoveAsync(PartName.ToOwn(path), cancellationToken);

    public override ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken) =>
        Inner.RenameAsync(PartName.ToOwn(from), PartName.ToOwn(to), overwrite, cancellationToken);

    private sealed class Listing(ISftpDirectory inner) : ISftpDirectory
    {
        public async ValueTask<IReadOnlyList<SftpName>> ReadAsync(CancellationToken cancellationToken)
        {
            while (await inner.ReadAsync(cancellationToken) is { Count: > 0 } names)
            {
                if (!names.Any(static name => PartName.IsPart(name.Name)))
                {
                    return names;
                }

                var shown = names
                    .Where(static name => !PartName.IsPart(name.Name) || PartName.IsOwn(name.Name))
                    .Select(static name => name with { Name = PartName.FromOwn(name.Name) })
                    .ToList();
                if (shown.Count > 0)
                {
                    return shown;
                }
            }

            return [];
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

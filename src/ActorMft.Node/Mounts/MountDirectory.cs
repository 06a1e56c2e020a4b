using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>A directory of a remote server that is being listed through a mount.</summary>
internal sealed class MountDirectory(ISftpDirectory inner, MountPoint mount, MountUse use, string path, string pathAtRemote) : ISftpDirectory
{
    public async ValueTask<IReadOnlyList<SftpName>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ReadAsync(cancellationToken);
        }
        catch (SftpException exception)
        {
            throw mount.Describe(exception, path, pathAtRemote, use);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        use.Dispose();
    }
}

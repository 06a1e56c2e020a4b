using ActorMft.Node.Mounts;
using ActorMft.Sftp;

namespace ActorMft.Node.Sessions;

/// <summary>A session's view of its home directory; dispose it with the session.</summary>
internal sealed class SessionHome(ISftpFileSystem files, SharedHome shared, SessionMounts mounts) : IAsyncDisposable
{
    /// <summary>What the partner may see and do.</summary>
    public ISftpFileSystem Files => files;

    public async ValueTask DisposeAsync()
    {
        await mounts.DisposeAsync();
        shared.Dispose();
    }
}

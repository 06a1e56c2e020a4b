using ActorMft.Node.Mounts;
using ActorMft.Sftp;

namespace ActorMft.Node.Sessions;

/// <summary>A session's view of its home directory; dispose it with the session.</summary>
internal sealed class SessionHome(ISftpFileSystem files, SharedHome shared, SessionMounts mounts) : IAsyncDisposable
{
    /// <summary>What the partner may see and do.</summary>
    public ISftpFileSystem Files => files;

    /// <summary>What a client may tell beside what SFTP has.</summary>
    public IReadOnlyDictionary<string, Action<string>> Extensions { get; } =
        new Dictionary<string, Action<string>>(StringComparer.Ordinal) { [MountRoute.Extension] = mounts.TakeRoute };

    public async ValueTask DisposeAsync()
    {
        await mounts.DisposeAsync();
        shared.Dispose();
    }
}

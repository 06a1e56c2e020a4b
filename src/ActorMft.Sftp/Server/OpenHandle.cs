namespace ActorMft.Sftp.Server;

/// <summary>What a handle stands for.</summary>
/// <param name="path">The path it was opened with.</param>
internal abstract class OpenHandle(string path) : IAsyncDisposable
{
    public string Path => path;

    public abstract ValueTask DisposeAsync();
}

using ActorMft.Node.Files;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Sessions;

/// <summary>One session's part of an open home directory; given back when it is disposed.</summary>
internal sealed class SharedHome(SharedHomes owner, FileNumber number, LocalFileSystem files) : IDisposable
{
    private int _isReleased;

    public LocalFileSystem Files => files;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            owner.Release(number);
        }
    }
}

using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>
/// Has the disk begin with a large file while the rest of it still comes, so that its flush, which the partner waits for, finds little left to do.
/// It promises nothing, and a failure is told by the flush. Used under the file's lock.
/// </summary>
internal sealed class WriteBehind
{
    /// <summary>So much is handed over at once, in bytes: enough for large writes, and a small file gives nothing to do.</summary>
    private const long Piece = 16 * 1024 * 1024;

    private long _handedOver;
    private long _end;
    private Task _writing = Task.CompletedTask;

    /// <summary>Something was written; content that comes in order is handed over piece by piece.</summary>
    /// <param name="file">May be closed meanwhile.</param>
    /// <param name="offset">In bytes.</param>
    /// <param name="length">In bytes.</param>
    public void OnWritten(SafeFileHandle file, long offset, long length)
    {
        if (offset != _end)
        {
            _handedOver = offset;
        }

        _end = offset + length;
        var pieces = (_end - _handedOver) / Piece;
        if (pieces == 0 || !_writing.IsCompleted)
        {
            return;
        }

        var (from, count) = (_handedOver, pieces * Piece);
        _handedOver += count;
        _writing = BlockingWork.RunAsync(() => Begin(file, from, count));
    }

    private static void Begin(SafeFileHandle file, long from, long count)
    {
        try
        {
            _ = Libc.SyncRange(file, from, count, Libc.SyncWrite);
        }
        catch (ObjectDisposedException)
        {
            // Closed, and flushed before if anything was promised.
        }
    }
}

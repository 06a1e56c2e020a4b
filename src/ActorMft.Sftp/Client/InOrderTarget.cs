using System.Buffers;
using ActorMft.Sftp.Local;

namespace ActorMft.Sftp.Client;

/// <summary>
/// The local file that a copy writes, from its start to its end. An answer that comes in its turn is written from where it lies, by the loop that
/// reads the answers; one that comes before its turn is kept by its block, and written when the copy gets there. Only the one who has the piece at
/// the end of what is written may write, so the two never meet.
/// </summary>
internal sealed class InOrderTarget(LocalFile file, long offset)
{
    /// <summary>From here on a copy is large, in bytes.</summary>
    private const long Large = 1024 * 1024;

    /// <summary>So much room is reserved at once for a large one, in bytes.</summary>
    private const long Reserved = 8 * 1024 * 1024;

    private readonly long _large = offset + Large;
    private long _end = offset;
    private long _reservedEnd;
    private bool _mayReserve = true;

    /// <summary>Writes content if everything before it is written.</summary>
    /// <param name="offset">Where it belongs, in bytes from the start of the file.</param>
    /// <param name="content">Valid during the call.</param>
    public bool TryWrite(long offset, in ReadOnlySequence<byte> content)
    {
        if (offset != Volatile.Read(ref _end))
        {
            return false;
        }

        var end = offset + content.Length;
        if (_mayReserve && offset >= _large && end > _reservedEnd)
        {
            _mayReserve = file.TryReserve(offset, Reserved);
            _reservedEnd = offset + Reserved;
        }

        file.Write(offset, content);
        Volatile.Write(ref _end, end);
        return true;
    }

    /// <summary>The copy is over: room that it did not need is given back.</summary>
    public void Finish()
    {
        if (_reservedEnd > _end)
        {
            file.ReleaseReserved();
        }
    }
}

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
    private long _end = offset;

    /// <summary>Writes content if everything before it is written.</summary>
    /// <param name="offset">Where it belongs, in bytes from the start of the file.</param>
    /// <param name="content">Valid during the call.</param>
    public bool TryWrite(long offset, in ReadOnlySequence<byte> content)
    {
        if (offset != Volatile.Read(ref _end))
        {
            return false;
        }

        file.Write(offset, content);
        Volatile.Write(ref _end, offset + content.Length);
        return true;
    }
}

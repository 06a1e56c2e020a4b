using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>
/// Finds how much of a part can be kept. Only what was in flight when a connection broke can be missing or out of order, so the
/// end of the part is read back and compared; everything before it was acknowledged in order.
/// </summary>
internal static class ResumePoint
{
    /// <summary>How much of the end is compared, in bytes: what the client may have in flight (<see cref="SftpClientOptions.Window"/>).</summary>
    public const int TailLength = 8 * 1024 * 1024;

    private const int BlockLength = 64 * 1024;

    /// <summary>The offset to go on at; 0 when the part isn't the source's beginning.</summary>
    public static async Task<long> FindAsync(ISftpFile source, long sourceSize, ISftpFile part, long partSize, CancellationToken cancellationToken)
    {
        if (partSize <= 0 || partSize > sourceSize)
        {
            return 0;
        }

        var start = Math.Max(0, partSize - TailLength);
        var expected = new byte[BlockLength];
        var actual = new byte[BlockLength];
        for (var offset = start; offset < partSize; offset += BlockLength)
        {
            var length = (int)Math.Min(BlockLength, partSize - offset);
            await ReadExactlyAsync(source, offset, expected.AsMemory(0, length), cancellationToken);
            await ReadExactlyAsync(part, offset, actual.AsMemory(0, length), cancellationToken);
            if (!expected.AsSpan(0, length).SequenceEqual(actual.AsSpan(0, length)))
            {
                return offset == start ? 0 : offset;
            }
        }

        return partSize;
    }

    private static async Task ReadExactlyAsync(ISftpFile file, long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (buffer.Length > 0)
        {
            var read = await file.ReadAsync(offset, buffer, cancellationToken);
            if (read == 0)
            {
                throw new SftpException(SftpStatus.Failure, $"The file ended at byte {offset} while it was being read back.");
            }

            offset += read;
            buffer = buffer[read..];
        }
    }
}

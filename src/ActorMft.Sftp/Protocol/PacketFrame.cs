using System.Buffers;
using System.Buffers.Binary;

namespace ActorMft.Sftp.Protocol;

/// <summary>Cuts packets out of the stream: uint32 length, then that many bytes.</summary>
internal static class PacketFrame
{
    /// <summary>
    /// Looks at the first packet without taking it. False when it isn't complete yet. The length is checked before anything waits or allocates for it.
    /// </summary>
    /// <exception cref="SftpException">The length is zero or beyond the limit: the stream can't be followed any more.</exception>
    public static bool TryPeek(in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> packet)
    {
        packet = default;
        if (input.Length < sizeof(uint))
        {
            return false;
        }

        var length = ReadLength(input);
        if (length is 0 or > SftpLimits.MaxPacket)
        {
            throw new SftpException(SftpStatus.BadMessage, $"A packet of {length} bytes; 1 to {SftpLimits.MaxPacket} are allowed.");
        }

        if (input.Length < sizeof(uint) + length)
        {
            return false;
        }

        packet = input.Slice(sizeof(uint), length);
        return true;
    }

    private static uint ReadLength(in ReadOnlySequence<byte> input)
    {
        if (input.FirstSpan.Length >= sizeof(uint))
        {
            return BinaryPrimitives.ReadUInt32BigEndian(input.FirstSpan);
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        input.Slice(0, sizeof(uint)).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}

using System.Security.Cryptography;

namespace ActorMft.Ssh.Transport;

/// <summary>Random padding, drawn from the system in large pieces. Not safe for concurrent use.</summary>
internal sealed class PacketPadding
{
    private readonly byte[] _random = new byte[1024];
    private int _used = 1024;

    /// <summary>How many bytes of padding a payload needs: at least 4, so that the packet is a multiple of the block (RFC 4253, section 6).</summary>
    /// <param name="payloadLength">In bytes.</param>
    /// <param name="blockSize">In bytes.</param>
    /// <param name="lengthInPadding">Whether the 4 bytes of the length count.</param>
    public static int Length(int payloadLength, int blockSize, bool lengthInPadding)
    {
        int size = 1 + payloadLength + (lengthInPadding ? 4 : 0);
        int padding = blockSize - (size % blockSize);
        return padding < 4 ? padding + blockSize : padding;
    }

    public void Fill(Span<byte> padding)
    {
        if (padding.Length > _random.Length - _used)
        {
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        _random.AsSpan(_used, padding.Length).CopyTo(padding);
        _used += padding.Length;
    }
}

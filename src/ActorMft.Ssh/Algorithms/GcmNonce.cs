using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Algorithms;

/// <summary>The nonce of aes-gcm (RFC 5647 section 7.1): 4 fixed bytes and a 64-bit counter that grows with every packet.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct GcmNonce
{
    public const int Length = 12;

    private readonly uint _fixed;
    private ulong _counter;

    public GcmNonce(ReadOnlySpan<byte> iv)
    {
        _fixed = BinaryPrimitives.ReadUInt32BigEndian(iv);
        _counter = BinaryPrimitives.ReadUInt64BigEndian(iv[4..]);
    }

    /// <summary>Writes this packet's nonce and moves on to the next one.</summary>
    public void Take(Span<byte> nonce)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce, _fixed);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], _counter);
        _counter++;
    }
}

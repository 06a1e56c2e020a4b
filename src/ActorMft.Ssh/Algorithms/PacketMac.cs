using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>HMAC over a packet's sequence number and bytes (RFC 4253 section 6.4). Nothing is allocated per packet.</summary>
internal sealed class PacketMac : IDisposable
{
    private const int LongestTag = 64;

    private readonly IncrementalHash _hmac;

    public PacketMac(MacInfo info, ReadOnlySpan<byte> key)
    {
        _hmac = IncrementalHash.CreateHMAC(info.Hash, key);
        Length = _hmac.HashLengthInBytes;
    }

    /// <summary>In bytes.</summary>
    public int Length { get; }

    /// <param name="sequenceNumber">The packet's implicit sequence number.</param>
    /// <param name="packet">The packet as the MAC covers it.</param>
    /// <param name="tag">Exactly <see cref="Length"/> bytes.</param>
    public void Compute(uint sequenceNumber, ReadOnlySpan<byte> packet, Span<byte> tag)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, sequenceNumber);
        _hmac.AppendData(number);
        _hmac.AppendData(packet);
        _hmac.GetHashAndReset(tag);
    }

    /// <summary>Compares in constant time.</summary>
    public bool Matches(uint sequenceNumber, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> tag)
    {
        Span<byte> computed = stackalloc byte[LongestTag];
        computed = computed[..Length];
        Compute(sequenceNumber, packet, computed);
        return CryptographicOperations.FixedTimeEquals(computed, tag);
    }

    public void Dispose() => _hmac.Dispose();
}

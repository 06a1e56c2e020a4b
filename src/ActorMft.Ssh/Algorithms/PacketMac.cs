using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>HMAC over a packet's sequence number and bytes (RFC 4253 section 6.4). Nothing is allocated per packet.</summary>
internal sealed class PacketMac : IDisposable
{
    private const int LongestTag = 64;

    private readonly IncrementalHash _hmac;
    private readonly HmacSha256Lanes? _lanes;

    public PacketMac(MacInfo info, ReadOnlySpan<byte> key)
    {
        _hmac = IncrementalHash.CreateHMAC(info.Hash, key);
        _lanes = info.Hash == HashAlgorithmName.SHA256 && Sha256Lanes.IsSupported ? new HmacSha256Lanes(key) : null;
        Length = _hmac.HashLengthInBytes;
    }

    /// <summary>In bytes.</summary>
    public int Length { get; }

    /// <summary>So many packets are best given at once, and never more.</summary>
    public int Batch => _lanes is null ? 1 : Sha256Lanes.Count;

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

    /// <summary>Writes the tags of packets behind them.</summary>
    /// <param name="sequenceNumber">Of the first; the others' follow.</param>
    /// <param name="buffer">Where they lie.</param>
    /// <param name="packets">At most <see cref="Batch"/>.</param>
    public void Compute(uint sequenceNumber, Span<byte> buffer, ReadOnlySpan<PacketPlace> packets)
    {
        if (_lanes is null || !HmacSha256Lanes.IsWorthwhile(packets))
        {
            foreach (PacketPlace packet in packets)
            {
                Compute(sequenceNumber++, packet.Of(buffer), buffer.Slice(packet.End, Length));
            }

            return;
        }

        Span<byte> tags = stackalloc byte[Sha256Lanes.Count * HmacSha256Lanes.TagLength];
        _lanes.Compute(sequenceNumber, buffer, packets, tags);
        for (int i = 0; i < packets.Length; i++)
        {
            tags.Slice(i * HmacSha256Lanes.TagLength, HmacSha256Lanes.TagLength).CopyTo(buffer[packets[i].End..]);
        }
    }

    /// <summary>Compares in constant time.</summary>
    public bool Matches(uint sequenceNumber, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> tag)
    {
        Span<byte> computed = stackalloc byte[LongestTag];
        computed = computed[..Length];
        Compute(sequenceNumber, packet, computed);
        return CryptographicOperations.FixedTimeEquals(computed, tag);
    }

    /// <summary>Compares the tags behind packets, each in constant time.</summary>
    /// <returns>How many are right before the first that isn't.</returns>
    public int CountMatches(uint sequenceNumber, ReadOnlySpan<byte> buffer, ReadOnlySpan<PacketPlace> packets)
    {
        Span<byte> tags = stackalloc byte[Sha256Lanes.Count * HmacSha256Lanes.TagLength];
        bool isAtOnce = _lanes is not null && HmacSha256Lanes.IsWorthwhile(packets);
        if (isAtOnce)
        {
            _lanes!.Compute(sequenceNumber, buffer, packets, tags);
        }

        for (int i = 0; i < packets.Length; i++)
        {
            ReadOnlySpan<byte> tag = buffer.Slice(packets[i].End, Length);
            bool isRight = isAtOnce
                ? CryptographicOperations.FixedTimeEquals(tags.Slice(i * HmacSha256Lanes.TagLength, HmacSha256Lanes.TagLength), tag)
                : Matches(sequenceNumber + (uint)i, packets[i].Of(buffer), tag);
            if (!isRight)
            {
                return i;
            }
        }

        return packets.Length;
    }

    public void Dispose()
    {
        _hmac.Dispose();
        _lanes?.Dispose();
    }
}

using System.Buffers;
using System.Buffers.Binary;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// Outgoing packets, one behind the other in one pooled buffer. Each is sealed at once, or with the next ones, as it is best for its sealer. Used under the lock of its <see cref="PacketOutput"/>.
/// </summary>
internal sealed class SealedPackets : IDisposable
{
    /// <summary>Bytes of CHANNEL_DATA before its content (RFC 4254, section 5.2).</summary>
    private const int DataHead = 9;

    private const int SmallestBuffer = 4 * 1024;

    /// <summary>The largest that is kept in mind as the usual size, in bytes.</summary>
    private const int LargestUsual = 2 * LargeDataLimit;

    private const int SmallDataLimit = 256 * 1024;

    /// <summary>16 packets with as much data as most peers take.</summary>
    private const int LargeDataLimit = 512 * 1024;

    private readonly PacketPadding _padding = new();
    private PacketSealer _sealer = new PlainSealer();
    private byte[]? _buffer;
    private int _usualLength = SmallestBuffer;
    private uint _sequence;

    // Whole and in the clear.
    private PacketPlace[] _unsealed = [];
    private int _unsealedCount;

    /// <summary>Bytes that wait to be taken.</summary>
    public int Length { get; private set; }

    /// <summary>Channel data waits while this much has gathered, in bytes: more where packets are best sealed together.</summary>
    public int DataLimit => _unsealed.Length > 0 ? LargeDataLimit : SmallDataLimit;

    public long BytesSinceKeys { get; private set; }

    public uint PacketsSinceKeys { get; private set; }

    /// <summary>Adds bytes that are no packet.</summary>
    public void AddRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Add(ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(Begin(payload.Length));
        End(payload.Length, content: default);
    }

    /// <summary>byte SSH_MSG_CHANNEL_DATA, uint32 recipient channel, string data.</summary>
    public void AddData(uint recipient, ReadOnlySpan<byte> data)
    {
        Span<byte> payload = Begin(DataHead + data.Length);
        payload[0] = (byte)SshMessage.ChannelData;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], recipient);
        BinaryPrimitives.WriteUInt32BigEndian(payload[5..], (uint)data.Length);
        End(payload.Length, data);
    }

    /// <param name="sealer">Owned from here on.</param>
    /// <param name="resetSequence">Strict key exchange: the numbers start again at 0.</param>
    public void ChangeKeys(PacketSealer sealer, bool resetSequence)
    {
        SealRest();
        _sealer.Dispose();
        _sealer = sealer;
        _unsealed = sealer.Batch > 1 ? new PacketPlace[sealer.Batch] : [];
        _sequence = resetSequence ? 0 : _sequence;
        PacketsSinceKeys = 0;
        BytesSinceKeys = 0;
    }

    /// <summary>Gives away what has gathered: a buffer of the shared pool, of which <see cref="Length"/> bytes counted.</summary>
    public byte[]? Take()
    {
        SealRest();
        byte[]? taken = _buffer;
        _usualLength = Math.Clamp(Length, SmallestBuffer, LargestUsual);
        _buffer = null;
        Length = 0;
        return taken;
    }

    public void Dispose()
    {
        if (Take() is { } rest)
        {
            ArrayPool<byte>.Shared.Return(rest);
        }

        _sealer.Dispose();
    }

    /// <returns>The place of the payload.</returns>
    private Span<byte> Begin(int payloadLength)
    {
        int padding = PaddingOf(payloadLength);
        Span<byte> packet = Reserve(5 + payloadLength + padding + _sealer.TagLength);
        BinaryPrimitives.WriteInt32BigEndian(packet, 1 + payloadLength + padding);
        packet[4] = (byte)padding;
        _padding.Fill(packet.Slice(5 + payloadLength, padding));
        return packet.Slice(5, payloadLength);
    }

    /// <param name="payloadLength">As begun, in bytes.</param>
    /// <param name="content">The payload's last bytes, which are not in their place yet.</param>
    private void End(int payloadLength, ReadOnlySpan<byte> content)
    {
        int size = 5 + payloadLength + PaddingOf(payloadLength);
        Span<byte> packet = _buffer.AsSpan(Length, size + _sealer.TagLength);
        UnsealedPacket unsealed = new(packet[..size], content, 5 + payloadLength - content.Length);
        bool isLater = _unsealed.Length > 0;
        if (isLater)
        {
            unsealed.Gather();
            _unsealed[_unsealedCount++] = new PacketPlace(Length, size);
        }
        else
        {
            _sealer.Seal(_sequence, unsealed, packet[size..]);
        }

        Length += packet.Length;
        BytesSinceKeys += packet.Length;
        PacketsSinceKeys++;
        _sequence++;
        if (isLater && _unsealedCount == _unsealed.Length)
        {
            SealRest();
        }
    }

    private void SealRest()
    {
        if (_unsealedCount > 0)
        {
            _sealer.Seal(_sequence - (uint)_unsealedCount, _buffer, _unsealed.AsSpan(0, _unsealedCount));
            _unsealedCount = 0;
        }
    }

    private int PaddingOf(int payloadLength) => PacketPadding.Length(payloadLength, _sealer.BlockSize, _sealer.LengthInPadding);

    private Span<byte> Reserve(int count)
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(count, _usualLength));
        }
        else if (count > _buffer.Length - Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, 2 * _buffer.Length));
            _buffer.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(Length, count);
    }
}

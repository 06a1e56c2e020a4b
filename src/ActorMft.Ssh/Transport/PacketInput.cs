using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// The incoming half of a connection, used by the input loop alone. Reads large pieces into a pooled buffer and opens
/// packets in place; while nothing arrives, the buffer is back in the pool.
/// </summary>
internal sealed class PacketInput(Stream stream, TimeProvider timeProvider) : IDisposable
{
    /// <summary>The longest packet before the login, in bytes (RFC 4253, section 6.1).</summary>
    public const int MaxPacketBeforeLogin = 35_000;

    /// <summary>The longest packet after the login, in bytes: 256 KiB of data and what is around them.</summary>
    public const int MaxPacketAfterLogin = (256 * 1024) + 1024;

    private const int SmallestBuffer = 4 * 1024;
    private const int LargestRead = 256 * 1024;

    private PacketOpener _opener = new PlainOpener();
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private int _readSize = SmallestBuffer;
    private int _packetLength = -1;

    /// <summary>The sequence number of the next packet.</summary>
    public uint Sequence { get; private set; }

    /// <summary>The longest packet that is accepted now, in bytes.</summary>
    public int MaxPacket { get; set; } = MaxPacketBeforeLogin;

    /// <summary>Bytes received since the keys were changed.</summary>
    public long BytesSinceKeys { get; private set; }

    /// <summary>Packets received since the keys were changed.</summary>
    public uint PacketsSinceKeys { get; private set; }

    /// <summary>When something arrived last, as a timestamp of the time provider.</summary>
    public long LastReceived { get; private set; } = timeProvider.GetTimestamp();

    /// <summary>Reads a line of at most <paramref name="max"/> bytes that ends with LF or CR LF, which are not returned.</summary>
    public async ValueTask<string> ReadLineAsync(int max, CancellationToken cancellationToken)
    {
        while (true)
        {
            int length = _buffer.AsSpan(_start, Math.Min(_end - _start, max)).IndexOf((byte)'\n');
            if (length >= 0)
            {
                return TakeLine(length);
            }

            if (_end - _start >= max)
            {
                throw new SshException(
                    SshFailure.Protocol,
                    SshDisconnectReason.ProtocolVersionNotSupported,
                    $"The peer's identification has a line of more than {max} bytes; it doesn't speak SSH.");
            }

            await FillAsync(_end - _start + 1, cancellationToken);
        }
    }

    /// <summary>Reads the next packet.</summary>
    /// <returns>Its payload, at least one byte, valid until the next call.</returns>
    public ValueTask<ReadOnlyMemory<byte>> ReadPacketAsync(CancellationToken cancellationToken) =>
        TryOpenPacket(out ReadOnlyMemory<byte> payload, out int needed)
            ? new ValueTask<ReadOnlyMemory<byte>>(payload)
            : ReadPacketAsync(needed, cancellationToken);

    /// <summary>Changes the keys after NEWKEYS.</summary>
    /// <param name="opener">Owned from here on.</param>
    /// <param name="resetSequence">Strict key exchange: the numbers start again at 0.</param>
    public void ChangeKeys(PacketOpener opener, bool resetSequence)
    {
        _opener.Dispose();
        _opener = opener;
        Sequence = resetSequence ? 0 : Sequence;
        BytesSinceKeys = 0;
        PacketsSinceKeys = 0;
    }

    /// <summary>Gives the buffer and the keys back.</summary>
    public void Dispose()
    {
        ReleaseBuffer();
        _opener.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> ReadPacketAsync(int needed, CancellationToken cancellationToken)
    {
        while (true)
        {
            await FillAsync(needed, cancellationToken);
            if (TryOpenPacket(out ReadOnlyMemory<byte> payload, out needed))
            {
                return payload;
            }
        }
    }

    private bool TryOpenPacket(out ReadOnlyMemory<byte> payload, out int needed)
    {
        payload = default;
        int available = _end - _start;
        if (_packetLength < 0)
        {
            needed = _opener.HeaderLength;
            if (available < needed)
            {
                return false;
            }

            uint length = _opener.ReadLength(Sequence, _buffer.AsSpan(_start, needed));
            CheckLength(length);
            _packetLength = (int)length;
        }

        int size = 4 + _packetLength;
        needed = size + _opener.TagLength;
        if (available < needed)
        {
            return false;
        }

        Span<byte> packet = _buffer.AsSpan(_start, size);
        if (!_opener.TryOpen(Sequence, packet, _buffer.AsSpan(_start + size, _opener.TagLength)))
        {
            throw new SshException(SshFailure.Protocol, SshDisconnectReason.MacError, "A packet's authentication code is wrong: it was changed on the way.");
        }

        int padding = packet[4];
        int payloadLength = _packetLength - 1 - padding;
        if (padding < 4 || payloadLength < 1)
        {
            throw SshException.Protocol($"A packet of {_packetLength} bytes has {padding} bytes of padding.");
        }

        payload = _buffer.AsMemory(_start + 5, payloadLength);
        _start += needed;
        _packetLength = -1;
        Sequence++;
        BytesSinceKeys += needed;
        PacketsSinceKeys++;
        return true;
    }

    private void CheckLength(uint length)
    {
        if (length > (uint)MaxPacket)
        {
            throw SshException.Protocol($"A packet of {length} bytes is longer than the {MaxPacket} allowed here.");
        }

        uint padded = length + (_opener.LengthInPadding ? 4u : 0u);
        if (length < 6 || padded % (uint)_opener.BlockSize != 0)
        {
            throw SshException.Protocol($"A packet of {length} bytes is not a multiple of the block of {_opener.BlockSize}.");
        }
    }

    /// <summary>Waits until at least <paramref name="needed"/> bytes are buffered from <c>_start</c> on.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(int needed, CancellationToken cancellationToken)
    {
        if (_start == _end && _readSize == SmallestBuffer)
        {
            ReleaseBuffer();

            // A read of nothing waits, without a buffer, until there is something.
            int none = await stream.ReadAsync(Memory<byte>.Empty, cancellationToken);
            Debug.Assert(none == 0);
        }

        Prepare(needed);
        while (_end - _start < needed)
        {
            int room = Math.Min(_buffer!.Length - _end, LargestRead);
            int count = await stream.ReadAsync(_buffer.AsMemory(_end, room), cancellationToken);
            if (count == 0)
            {
                throw new SshException(SshFailure.ConnectionLost, "The peer closed the connection.");
            }

            _end += count;
            LastReceived = timeProvider.GetTimestamp();
            _readSize = count == room ? Math.Min(2 * room, LargestRead) : Math.Clamp(2 * count, SmallestBuffer, LargestRead);
        }
    }

    /// <summary>Makes room for what is needed and for a large read behind what is already there.</summary>
    private void Prepare(int needed)
    {
        int buffered = _end - _start;
        int wanted = Math.Max(needed, buffered + _readSize);
        if (_buffer is not null && wanted <= _buffer.Length - _start)
        {
            return;
        }

        if (_buffer is not null && wanted <= _buffer.Length)
        {
            _buffer.AsSpan(_start, buffered).CopyTo(_buffer);
        }
        else
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(wanted);
            _buffer.AsSpan(_start, buffered).CopyTo(larger);
            ReleaseBuffer();
            _buffer = larger;
        }

        _start = 0;
        _end = buffered;
    }

    private void ReleaseBuffer()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = null;
        }

        _start = 0;
        _end = 0;
    }

    private string TakeLine(int length)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
        _start += length + 1;
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        if (line.ContainsAnyInRange((byte)0x00, (byte)0x1F))
        {
            throw new SshException(
                SshFailure.Protocol,
                SshDisconnectReason.ProtocolVersionNotSupported,
                "The peer's identification has a control character; it doesn't speak SSH.");
        }

        return Encoding.Latin1.GetString(line);
    }
}

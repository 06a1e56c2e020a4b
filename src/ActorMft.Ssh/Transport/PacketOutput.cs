using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// The outgoing half of a connection. Any thread adds packets, which are sealed at once, in order, behind each other in one
/// pooled buffer; the output loop sends what has gathered in one write while the next buffer fills. While a key exchange
/// runs, everything but its own messages is kept back (RFC 4253, section 7.1).
/// </summary>
internal sealed class PacketOutput(Stream stream, long rekeyBytes) : IDisposable
{
    /// <summary>Channel data waits while this much is gathered, in bytes.</summary>
    public const int DataLimit = 256 * 1024;

    /// <summary>The input loop waits while this much is unsent: a peer that asks but never reads, in bytes.</summary>
    public const int CongestionLimit = 2 * 1024 * 1024;

    /// <summary>
    /// What may be kept back during a key exchange, in bytes. Channel data waits in its channel, so these are short answers and
    /// window adjustments: an honest peer causes a few dozen of them before it answers KEXINIT.
    /// </summary>
    public const int HeldLimit = 256 * 1024;

    /// <summary>As <see cref="HeldLimit"/>, in packets: sealed, the shortest is twenty times as long as it is kept.</summary>
    public const int HeldPackets = 1024;

    /// <summary>Sequence numbers must not repeat under one key; exchanged long before they could.</summary>
    private const uint RekeyPackets = 1u << 31;

    private const int SmallestBuffer = 4 * 1024;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _work = new();
    private readonly PacketPadding _padding = new();
    private readonly ArrayBufferWriter<byte> _held = new();
    private int _heldPackets;
    private PacketSealer _sealer = new PlainSealer();
    private uint _sequence;
    private uint _packetsSinceKeys;
    private long _bytesSinceKeys;
    private byte[]? _buffer;
    private int _length;
    private int _nextSize = SmallestBuffer;
    private int _sending;
    private bool _isHolding;
    private bool _isDraining;
    private SshException? _failure;
    private TaskCompletionSource? _change;

    /// <summary>Called, outside of any lock, when the keys have been used enough.</summary>
    public Action? RekeyDue { get; set; }

    /// <summary>
    /// Called, outside of any lock of this class, when more would have to be kept back than is allowed: the connection's end. It
    /// is not thrown, because it is the peer's doing and whoever sends (a timer, a channel's owner) can't end the connection.
    /// </summary>
    public Action<SshException>? HeldTooMuch { get; set; }

    /// <summary>Whether the peer reads too slowly for what it asks.</summary>
    public bool IsCongested
    {
        get
        {
            lock (_gate)
            {
                return _failure is null && _length + _sending > CongestionLimit;
            }
        }
    }

    /// <summary>Bytes sent since the keys were changed.</summary>
    public long BytesSinceKeys
    {
        get
        {
            lock (_gate)
            {
                return _bytesSinceKeys;
            }
        }
    }

    /// <summary>Sends bytes that are no packet: the identification line.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            bytes.CopyTo(Reserve(bytes.Length));
            _length += bytes.Length;
        }

        _work.Set();
    }

    /// <summary>Sends a message, or keeps it back until the key exchange is done. After the end it is dropped.</summary>
    public void Send(ReadOnlySpan<byte> payload)
    {
        bool isHeld;
        bool isTooMuch = false;
        bool rekey = false;
        lock (_gate)
        {
            if (_failure is not null)
            {
                return;
            }

            isHeld = _isHolding;
            if (isHeld)
            {
                isTooMuch = !TryHold(payload);
            }
            else
            {
                Append(payload);
                rekey = IsRekeyDue();
            }
        }

        if (isTooMuch)
        {
            HeldTooMuch?.Invoke(SshException.Protocol(
                $"More than {HeldPackets} messages or {HeldLimit} bytes were asked for during a key exchange that the peer doesn't finish."));
        }

        if (isHeld)
        {
            return;
        }

        _work.Set();
        if (rekey)
        {
            RekeyDue?.Invoke();
        }
    }

    /// <summary>Sends a message that is allowed at any time: those of the transport itself (1 to 4) and of the key exchange.</summary>
    public void SendUnheld(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                return;
            }

            Append(payload);
        }

        _work.Set();
    }

    /// <summary>Sends CHANNEL_DATA, unless too much is waiting or a key exchange runs: then wait for <see cref="WhenDataAllowed"/>.</summary>
    /// <param name="recipient">The peer's number of the channel.</param>
    /// <param name="data">At most the peer's maximum packet.</param>
    /// <exception cref="SshException">The connection has ended.</exception>
    public bool TrySendData(uint recipient, in ReadOnlySequence<byte> data)
    {
        bool rekey;
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure.Again();
            }

            if (_isHolding || _length >= DataLimit)
            {
                return false;
            }

            int count = (int)data.Length;
            Span<byte> payload = BeginPacket(9 + count);
            payload[0] = (byte)SshMessage.ChannelData;
            BinaryPrimitives.WriteUInt32BigEndian(payload[1..], recipient);
            BinaryPrimitives.WriteUInt32BigEndian(payload[5..], (uint)count);
            data.CopyTo(payload[9..]);
            EndPacket(payload.Length);
            rekey = IsRekeyDue();
        }

        _work.Set();
        if (rekey)
        {
            RekeyDue?.Invoke();
        }

        return true;
    }

    /// <summary>Completes when <see cref="TrySendData"/> is worth another try.</summary>
    public Task WhenDataAllowed()
    {
        lock (_gate)
        {
            return _failure is null && (_isHolding || _length >= DataLimit) ? NextChange() : Task.CompletedTask;
        }
    }

    /// <summary>Completes when <see cref="IsCongested"/> may have changed.</summary>
    public Task WhenUncongested()
    {
        lock (_gate)
        {
            return _failure is null && _length + _sending > CongestionLimit ? NextChange() : Task.CompletedTask;
        }
    }

    /// <summary>Sends KEXINIT and keeps everything else back from here on.</summary>
    public void BeginExchange(ReadOnlySpan<byte> keyExchangeInit)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                return;
            }

            Append(keyExchangeInit);
            _isHolding = true;
        }

        _work.Set();
    }

    /// <summary>Sends NEWKEYS, changes the keys, and then sends what was kept back.</summary>
    /// <param name="sealer">Owned from here on.</param>
    /// <param name="resetSequence">Strict key exchange: the numbers start again at 0.</param>
    /// <param name="first">A message that must come directly after NEWKEYS (EXT_INFO), or nothing.</param>
    public void EndExchange(PacketSealer sealer, bool resetSequence, ReadOnlySpan<byte> first)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                sealer.Dispose();
                return;
            }

            Append([(byte)SshMessage.NewKeys]);
            _sealer.Dispose();
            _sealer = sealer;
            _sequence = resetSequence ? 0 : _sequence;
            _packetsSinceKeys = 0;
            _bytesSinceKeys = 0;
            _isHolding = false;
            if (!first.IsEmpty)
            {
                Append(first);
            }

            ReadOnlySpan<byte> held = _held.WrittenSpan;
            while (!held.IsEmpty)
            {
                int length = BinaryPrimitives.ReadInt32BigEndian(held);
                Append(held.Slice(4, length));
                held = held[(4 + length)..];
            }

            _held.Clear();
            _heldPackets = 0;
            Change();
        }

        _work.Set();
    }

    /// <summary>Lets the loop send what has gathered and then return. Nothing is taken any more; later calls are ignored.</summary>
    public void Complete(SshException failure) => Stop(failure, drain: true);

    /// <summary>Ends the loop without sending any more; later calls are ignored.</summary>
    public void Fail(SshException failure) => Stop(failure, drain: false);

    /// <summary>The output loop. Returns after <see cref="Complete"/> or <see cref="Fail"/>; throws what a write throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!TryTake(out byte[]? buffer, out int length, out bool isOver))
            {
                if (isOver)
                {
                    return;
                }

                await _work.WaitAsync();
                continue;
            }

            try
            {
                await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            lock (_gate)
            {
                _sending = 0;
                Change();
            }
        }
    }

    /// <summary>Gives the buffer and the keys back. Only after the loop has returned.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = null;
                _length = 0;
            }

            _held.Clear();
            _sealer.Dispose();
        }
    }

    private void Stop(SshException failure, bool drain)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                _isDraining &= drain;
            }
            else
            {
                _failure = failure;
                _isDraining = drain;
            }

            Change();
        }

        _work.Set();
    }

    private bool TryTake([NotNullWhen(true)] out byte[]? buffer, out int length, out bool isOver)
    {
        lock (_gate)
        {
            buffer = _buffer;
            length = _length;
            isOver = _failure is not null;
            if (length == 0 || buffer is null || (isOver && !_isDraining))
            {
                return false;
            }

            _nextSize = Math.Clamp(length, SmallestBuffer, 2 * DataLimit);
            _buffer = null;
            _length = 0;
            _sending = length;
            Change();
            return true;
        }
    }

    private bool TryHold(ReadOnlySpan<byte> payload)
    {
        if (_heldPackets == HeldPackets || _held.WrittenCount + payload.Length + 4 > HeldLimit)
        {
            return false;
        }

        _heldPackets++;
        BinaryPrimitives.WriteInt32BigEndian(_held.GetSpan(4), payload.Length);
        _held.Advance(4);
        _held.Write(payload);
        return true;
    }

    private void Append(ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(BeginPacket(payload.Length));
        EndPacket(payload.Length);
    }

    private Span<byte> BeginPacket(int payloadLength)
    {
        int padding = PacketPadding.Length(payloadLength, _sealer.BlockSize, _sealer.LengthInPadding);
        Span<byte> packet = Reserve(5 + payloadLength + padding + _sealer.TagLength);
        BinaryPrimitives.WriteInt32BigEndian(packet, 1 + payloadLength + padding);
        packet[4] = (byte)padding;
        _padding.Fill(packet.Slice(5 + payloadLength, padding));
        return packet.Slice(5, payloadLength);
    }

    private void EndPacket(int payloadLength)
    {
        int size = 5 + payloadLength + PacketPadding.Length(payloadLength, _sealer.BlockSize, _sealer.LengthInPadding);
        Span<byte> packet = _buffer.AsSpan(_length, size + _sealer.TagLength);
        _sealer.Seal(_sequence, packet[..size], packet[size..]);
        _length += packet.Length;
        _bytesSinceKeys += packet.Length;
        _packetsSinceKeys++;
        _sequence++;
    }

    private bool IsRekeyDue() => _bytesSinceKeys >= rekeyBytes || _packetsSinceKeys >= RekeyPackets;

    private Span<byte> Reserve(int count)
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(count, _nextSize));
        }
        else if (count > _buffer.Length - _length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + count, 2 * _buffer.Length));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length, count);
    }

    private Task NextChange() => (_change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Change()
    {
        _change?.TrySetResult();
        _change = null;
    }
}

using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// The outgoing half of a connection. Any thread adds packets, which are sealed at once, in order, and gather for the
/// <see cref="OutputLoop"/>. While a key exchange runs, everything but its own messages is kept back (RFC 4253, section 7.1).
/// </summary>
internal sealed class PacketOutput : IDisposable
{
    /// <summary>Sequence numbers must not repeat under one key; exchanged long before they could.</summary>
    private const uint RekeyPackets = 1u << 31;

    private readonly Lock _gate = new();
    private readonly SealedPackets _packets = new();
    private readonly HeldMessages _held = new();
    private readonly Backpressure _backpressure;
    private readonly long _rekeyBytes;
    private OutputState _state;
    private bool _isHolding;

    /// <param name="rekeyBytes">So much under one key is enough.</param>
    public PacketOutput(long rekeyBytes)
    {
        _rekeyBytes = rekeyBytes;
        _backpressure = new Backpressure(_packets);
    }

    /// <summary>Called, outside of any lock of this class, when the keys have been used enough.</summary>
    public Action? RekeyDue { get; set; }

    /// <summary>
    /// Called, outside of any lock of this class, when more would have to be kept back than is allowed: the connection's end. It
    /// is not thrown, because it is the peer's doing and whoever sends (a timer, a channel's owner) can't end the connection.
    /// </summary>
    public Action<SshException>? HeldTooMuch { get; set; }

    /// <summary>When what was added leaves.</summary>
    public SendBatch Batch { get; } = new();

    /// <summary>Bytes of the whole connection that the loop has taken to send.</summary>
    public long BytesSent => _backpressure.BytesTaken;

    /// <summary>Bytes that the stream has taken; a sign that the peer reads.</summary>
    public long BytesWritten => _backpressure.BytesWritten;

    /// <summary>Bytes sent since the keys were changed.</summary>
    public long BytesSinceKeys
    {
        get
        {
            lock (_gate)
            {
                return _packets.BytesSinceKeys;
            }
        }
    }

    /// <summary>Whether something waits for the stream to take it.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return IsOpen && _backpressure.Unsent > 0;
            }
        }
    }

    /// <summary>Whether the peer reads too slowly for what it asks.</summary>
    public bool IsCongested
    {
        get
        {
            lock (_gate)
            {
                return IsCongestedNow;
            }
        }
    }

    private bool IsOpen => _state == OutputState.Open;

    private bool IsCongestedNow => IsOpen && _backpressure.IsCongested;

    private bool IsRekeyDue => _packets.BytesSinceKeys >= _rekeyBytes || _packets.PacketsSinceKeys >= RekeyPackets;

    /// <summary>Completes when <see cref="IsCongested"/> may have changed.</summary>
    public Task WhenUncongested()
    {
        lock (_gate)
        {
            return IsCongestedNow ? _backpressure.WhenUncongested() : Task.CompletedTask;
        }
    }

    /// <summary>Sends bytes that are no packet: the identification line.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _packets.AddRaw(bytes);
        }

        Batch.Wake();
    }

    /// <summary>Sends a message, or keeps it back until the key exchange is done. After the end it is dropped.</summary>
    public void Send(ReadOnlySpan<byte> payload)
    {
        bool isHeld;
        bool isTooMuch = false;
        bool isRekeyDue = false;
        lock (_gate)
        {
            if (!IsOpen)
            {
                return;
            }

            isHeld = _isHolding;
            if (isHeld)
            {
                isTooMuch = !_held.TryAdd(payload);
            }
            else
            {
                _packets.Add(payload);
                isRekeyDue = IsRekeyDue;
            }
        }

        if (isTooMuch)
        {
            HeldTooMuch?.Invoke(HeldMessages.TooMuch());
        }

        if (isHeld)
        {
            return;
        }

        Batch.Wake();
        if (isRekeyDue)
        {
            RekeyDue?.Invoke();
        }
    }

    /// <summary>Sends a message that is allowed at any time: those of the transport itself (1 to 4) and of the key exchange.</summary>
    public void SendUnheld(ReadOnlySpan<byte> payload) => SendNow(payload, holdRest: false);

    /// <summary>
    /// Gathers CHANNEL_DATA for the next <see cref="SendBatch.Flush"/>, unless too much is waiting, a key exchange runs, or the
    /// connection has ended.
    /// </summary>
    /// <param name="recipient">The peer's number of the channel.</param>
    /// <param name="data">At most the peer's maximum packet.</param>
    /// <param name="source">If the data is refused, told once when data is taken again, unless the connection ends before.</param>
    public bool TryAddData(uint recipient, ReadOnlySpan<byte> data, IDataSource source)
    {
        bool isRekeyDue;
        lock (_gate)
        {
            if (!IsOpen)
            {
                return false;
            }

            if (_isHolding || !_backpressure.IsDataAllowed)
            {
                _backpressure.Refuse(source);
                return false;
            }

            _packets.AddData(recipient, data);
            isRekeyDue = IsRekeyDue;
        }

        if (isRekeyDue)
        {
            RekeyDue?.Invoke();
        }

        return true;
    }

    /// <summary>Sends KEXINIT and keeps everything else back from here on.</summary>
    public void BeginExchange(ReadOnlySpan<byte> keyExchangeInit) => SendNow(keyExchangeInit, holdRest: true);

    /// <summary>Sends NEWKEYS, changes the keys, and then sends what was kept back.</summary>
    /// <param name="sealer">Owned from here on.</param>
    /// <param name="resetSequence">Strict key exchange: the numbers start again at 0.</param>
    /// <param name="first">A message that must come directly after NEWKEYS (EXT_INFO), or nothing.</param>
    public void EndExchange(PacketSealer sealer, bool resetSequence, ReadOnlySpan<byte> first)
    {
        lock (_gate)
        {
            if (!IsOpen)
            {
                sealer.Dispose();
                return;
            }

            _packets.Add([(byte)SshMessage.NewKeys]);
            _packets.ChangeKeys(sealer, resetSequence);
            _isHolding = false;
            if (!first.IsEmpty)
            {
                _packets.Add(first);
            }

            _held.MoveTo(_packets);
        }

        Batch.Wake();
    }

    /// <summary>Lets the loop send what has gathered and then return. Nothing is taken any more.</summary>
    public void Complete() => Stop(OutputState.Draining);

    /// <summary>Ends the loop without sending any more.</summary>
    public void Fail() => Stop(OutputState.Closed);

    /// <summary>By the loop: takes all that has gathered.</summary>
    /// <param name="packets">An array of the shared pool, which is to be returned to it.</param>
    /// <param name="isOver">Whether there will be no more when there are none.</param>
    public bool TryTake(out ArraySegment<byte> packets, out bool isOver)
    {
        lock (_gate)
        {
            isOver = !IsOpen;
            int length = _packets.Length;
            if (length == 0 || _state == OutputState.Closed)
            {
                packets = default;
                return false;
            }

            packets = new ArraySegment<byte>(_packets.Take()!, 0, length);
            _backpressure.OnTaken(length);
            return true;
        }
    }

    /// <summary>By the loop: the stream has taken so many bytes.</summary>
    public void OnWritten(int length)
    {
        lock (_gate)
        {
            _backpressure.OnWritten(length);
        }
    }

    /// <summary>By the loop: lets those go on whose data was refused, as far as data is taken now. They are called outside of the lock.</summary>
    public void ResumeRefused()
    {
        while (true)
        {
            IDataSource? source;
            lock (_gate)
            {
                if (_isHolding || !_backpressure.TryResume(out source))
                {
                    return;
                }
            }

            source.Resume();
        }
    }

    /// <summary>Gives the buffer and the keys back. Only after the loop has returned.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _packets.Dispose();
            _held.Clear();
        }
    }

    private void SendNow(ReadOnlySpan<byte> payload, bool holdRest)
    {
        lock (_gate)
        {
            if (!IsOpen)
            {
                return;
            }

            _packets.Add(payload);
            _isHolding |= holdRest;
        }

        Batch.Wake();
    }

    private void Stop(OutputState state)
    {
        lock (_gate)
        {
            _state = state > _state ? state : _state;
            _backpressure.End();
        }

        Batch.WakeNow();
    }
}

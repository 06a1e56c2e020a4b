using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// The outgoing half of a connection. Any thread adds packets, which are sealed at once, in order; the output loop sends what
/// has gathered in one write while the next buffer fills. The loop goes on on the thread that ends a batch, so that nothing is
/// handed over while the socket takes everything. While a key exchange runs, everything but its own messages is kept back
/// (RFC 4253, section 7.1).
/// </summary>
internal sealed class PacketOutput(Stream stream, long rekeyBytes) : IDisposable
{
    /// <summary>Channel data waits while this much is gathered, in bytes.</summary>
    public const int DataLimit = 256 * 1024;

    /// <summary>The input loop waits while this much is unsent: a peer that asks but never reads, in bytes.</summary>
    public const int CongestionLimit = 2 * 1024 * 1024;

    /// <summary>Sequence numbers must not repeat under one key; exchanged long before they could.</summary>
    private const uint RekeyPackets = 1u << 31;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _work = new();
    private readonly SealedPackets _packets = new();
    private readonly HeldMessages _held = new();
    private readonly Queue<IDataSource> _refused = new();
    private int _sending;
    private long _bytesSent;
    private volatile int _batchThread;
    private long _bytesWritten;
    private bool _isHolding;
    private bool _isDraining;
    private SshException? _failure;
    private TaskCompletionSource? _uncongested;

    /// <summary>Called, outside of any lock of this class, when the keys have been used enough.</summary>
    public Action? RekeyDue { get; set; }

    /// <summary>
    /// Called, outside of any lock of this class, when more would have to be kept back than is allowed: the connection's end. It
    /// is not thrown, because it is the peer's doing and whoever sends (a timer, a channel's owner) can't end the connection.
    /// </summary>
    public Action<SshException>? HeldTooMuch { get; set; }

    /// <summary>Bytes that the stream has taken; a sign that the peer reads.</summary>
    public long BytesWritten => Volatile.Read(ref _bytesWritten);

    /// <summary>Whether something waits for the stream to take it.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _failure is null && _packets.Length + _sending > 0;
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

    /// <summary>Bytes of the whole connection.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

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

    private bool IsDataAllowed => !_isHolding && _packets.Length < DataLimit;

    private bool IsCongestedNow => _failure is null && _packets.Length + _sending > CongestionLimit;

    private bool IsRekeyDue => _packets.BytesSinceKeys >= rekeyBytes || _packets.PacketsSinceKeys >= RekeyPackets;

    /// <summary>Lets what the calling thread sends from here on gather until <see cref="EndBatch"/>.</summary>
    public void BeginBatch() => _batchThread = Environment.CurrentManagedThreadId;

    /// <summary>Sends what has gathered, on the calling thread as far as the socket takes it. Not under a lock.</summary>
    public void EndBatch()
    {
        _batchThread = 0;
        _work.Set(runHere: true);
    }

    /// <summary>As <see cref="EndBatch"/> unless the calling thread is in a batch and could go on gathering. Not under a lock.</summary>
    /// <param name="isFull">Data was refused.</param>
    public void Flush(bool isFull)
    {
        if (isFull || !IsBatching)
        {
            _work.Set(runHere: true);
        }
    }

    /// <summary>Sends bytes that are no packet: the identification line.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _packets.AddRaw(bytes);
        }

        Signal();
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
                isTooMuch = !_held.TryAdd(payload);
            }
            else
            {
                _packets.Add(payload);
                rekey = IsRekeyDue;
            }
        }

        if (isTooMuch)
        {
            HeldTooMuch?.Invoke(SshException.Protocol(
                $"More than {HeldMessages.MaxPackets} messages or {HeldMessages.MaxBytes} bytes were asked for during a key exchange that the peer doesn't finish."));
        }

        if (isHeld)
        {
            return;
        }

        Signal();
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

            _packets.Add(payload);
        }

        Signal();
    }

    /// <summary>
    /// Gathers CHANNEL_DATA for the next <see cref="Flush"/>, unless too much is waiting, a key exchange runs, or the connection
    /// has ended.
    /// </summary>
    /// <param name="recipient">The peer's number of the channel.</param>
    /// <param name="data">At most the peer's maximum packet.</param>
    /// <param name="source">If the data is refused, told once when data is taken again, unless the connection ends before.</param>
    public bool TryAddData(uint recipient, ReadOnlySpan<byte> data, IDataSource source)
    {
        bool rekey;
        lock (_gate)
        {
            if (_failure is not null)
            {
                return false;
            }

            if (!IsDataAllowed)
            {
                _refused.Enqueue(source);
                return false;
            }

            _packets.AddData(recipient, data);
            rekey = IsRekeyDue;
        }

        if (rekey)
        {
            RekeyDue?.Invoke();
        }

        return true;
    }

    /// <summary>Completes when <see cref="IsCongested"/> may have changed.</summary>
    public Task WhenUncongested()
    {
        lock (_gate)
        {
            return IsCongestedNow
                ? (_uncongested ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
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

            _packets.Add(keyExchangeInit);
            _isHolding = true;
        }

        Signal();
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

            _packets.Add([(byte)SshMessage.NewKeys]);
            _packets.ChangeKeys(sealer, resetSequence);
            _isHolding = false;
            if (!first.IsEmpty)
            {
                _packets.Add(first);
            }

            _held.MoveTo(_packets);
        }

        Signal();
    }

    /// <summary>Lets the loop send what has gathered and then return. Nothing is taken any more; later calls are ignored.</summary>
    public void Complete(SshException failure) => Stop(failure, drain: true);

    /// <summary>Ends the loop without sending any more; later calls are ignored.</summary>
    public void Fail(SshException failure) => Stop(failure, drain: false);

    /// <summary>
    /// The output loop. Returns after <see cref="Complete"/> or <see cref="Fail"/>; throws what a write throws. It goes on on whatever
    /// thread flushes, and must not stay in that one's context.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ResumeRefused();
            if (!TryTake(out byte[]? buffer, out int length, out bool isOver))
            {
                if (isOver)
                {
                    return;
                }

                await _work.WaitAsync().ConfigureAwait(false);
                continue;
            }

            try
            {
                ValueTask writing = stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
                if (!writing.IsCompleted)
                {
                    ResumeRefused();
                }

                await writing.ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            Volatile.Write(ref _bytesWritten, _bytesWritten + length);
            OnSent();
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

    private bool IsBatching => _batchThread == Environment.CurrentManagedThreadId;

    /// <summary>Wakes the loop on a thread of its own, because the caller may hold locks; in a batch its end does it.</summary>
    private void Signal()
    {
        if (!IsBatching)
        {
            _work.Set(runHere: false);
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

            _refused.Clear();
            ReleaseInput();
        }

        _work.Set(runHere: false);
    }

    private bool TryTake([NotNullWhen(true)] out byte[]? buffer, out int length, out bool isOver)
    {
        lock (_gate)
        {
            buffer = null;
            length = _packets.Length;
            isOver = _failure is not null;
            if (length == 0 || (isOver && !_isDraining))
            {
                return false;
            }

            buffer = _packets.Take()!;
            _sending = length;
            _bytesSent += length;
            return true;
        }
    }

    private void OnSent()
    {
        lock (_gate)
        {
            _sending = 0;
            ReleaseInput();
        }
    }

    private void ResumeRefused()
    {
        while (true)
        {
            IDataSource? source;
            lock (_gate)
            {
                if (!IsDataAllowed || !_refused.TryDequeue(out source))
                {
                    return;
                }
            }

            source.Resume();
        }
    }

    private void ReleaseInput()
    {
        _uncongested?.TrySetResult();
        _uncongested = null;
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// What a channel received, read where the connection decrypted it. At the end of each batch the waiting reader runs, on the
/// connection's input loop as far as it comes without waiting. What it then leaves is copied, unless it is still reading: then the
/// connection leaves it the block and goes on in another.
/// </summary>
/// <param name="consumed">Called with the bytes that an advance has consumed, or null when the reader is completed.</param>
internal sealed class ChannelInput(Action<long?> consumed) : PipeReader, IValueTaskSource<ReadResult>
{
    private const int SmallestCopy = 4 * 1024;

    /// <summary>What is shorter is copied at once: many short messages then are one segment, in bytes.</summary>
    private const int Short = 2 * 1024;

    /// <summary>Segments that are kept for later: as many as a batch of messages that are not short can have.</summary>
    private const int MaxFree = 128;

    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<ReadResult> _core;
    private CancellationTokenRegistration _cancellation;
    private InputSegment? _first;
    private InputSegment? _last;
    private InputSegment? _free;
    private int _freeCount;
    private int _firstIndex;
    private long _consumed;
    private long _examined;
    private long _received;
    private long _readEnd;
    private SshException? _failure;
    private bool _isReading;
    private bool _isAwaited;
    private bool _isCanceled;
    private bool _isOver;
    private bool _isAbandoned;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        short version;
        lock (_gate)
        {
            if (TryTake(out ReadResult result, out SshException? failure))
            {
                return failure is null ? new ValueTask<ReadResult>(result) : ValueTask.FromException<ReadResult>(failure);
            }

            _core.Reset();
            _isAwaited = true;
            version = _core.Version;
        }

        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((ChannelInput)state!).Cancel(token), this);
        }

        return new ValueTask<ReadResult>(this, version);
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (_gate)
        {
            bool hasRead = TryTake(out result, out SshException? failure);
            return failure is null ? hasRead : throw failure;
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        long count;
        lock (_gate)
        {
            long position = PositionOf(consumed);
            count = position - _consumed;
            _examined = Math.Max(position, PositionOf(examined));
            _isReading = false;
            Consume(position);
        }

        if (count > 0)
        {
            Report(count);
        }
    }

    public override void CancelPendingRead()
    {
        lock (_gate)
        {
            _isCanceled = true;
        }

        Wake(runHere: false);
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_gate)
        {
            _isAbandoned = true;
            _isReading = false;
            Consume(_received);
        }

        Report(null);
    }

    /// <summary>Takes in data, by the input loop; it is the connection's again after <see cref="Deliver"/>. False when nobody wants it any more.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> data)
    {
        lock (_gate)
        {
            if (_isOver || _isAbandoned)
            {
                return false;
            }

            if (data.Length >= Short)
            {
                Append().Borrow(data, _received);
            }
            else if (!data.IsEmpty && (_last is null || !_last.TryAppend(data.Span)))
            {
                InputSegment copy = Append();
                copy.Own(SmallestCopy, _received);
                copy.TryAppend(data.Span);
            }

            _received += data.Length;
            return true;
        }
    }

    /// <summary>Lets the reader go on with what was added, and makes the connection's block free for the connection, or the reader's.</summary>
    public void Deliver(InputBlock block)
    {
        Wake(runHere: true);
        lock (_gate)
        {
            InputSegment? previous = null;
            for (InputSegment? segment = _first; segment is not null; previous = segment, segment = segment.Following)
            {
                if (!segment.IsBorrowed)
                {
                    continue;
                }

                if (!_isReading || segment.RunningIndex >= _readEnd)
                {
                    CopyFrom(segment, previous);
                    return;
                }

                segment.Hold(block);
            }
        }
    }

    /// <summary>Nothing will be added any more. Later calls are ignored.</summary>
    /// <param name="failure">Thrown to the reader; null when the stream has ended in good order.</param>
    public void End(SshException? failure)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            _failure = failure;
        }

        Wake(runHere: false);
    }

    /// <summary>Whether <see cref="End"/> was called.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isOver;
            }
        }
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        return _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private bool TryTake(out ReadResult result, out SshException? failure)
    {
        failure = _failure?.Again();
        if (_failure is not null)
        {
            result = default;
            return true;
        }

        bool isReady = _received > _examined || _isOver || _isCanceled;
        if (!isReady)
        {
            result = default;
            return false;
        }

        ReadOnlySequence<byte> sequence = _first is null
            ? ReadOnlySequence<byte>.Empty
            : new ReadOnlySequence<byte>(_first, _firstIndex, _last!, _last!.Memory.Length);
        result = new ReadResult(sequence, _isCanceled, _isOver);
        _isCanceled = false;
        _isReading = true;
        _readEnd = _received;
        return true;
    }

    private void Wake(bool runHere)
    {
        ReadResult result;
        SshException? failure;
        lock (_gate)
        {
            if (!_isAwaited || !TryTake(out result, out failure))
            {
                return;
            }

            _isAwaited = false;
        }

        _core.RunContinuationsAsynchronously = !runHere;
        if (failure is null)
        {
            _core.SetResult(result);
        }
        else
        {
            _core.SetException(failure);
        }
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_isAwaited)
            {
                return;
            }

            _isAwaited = false;
        }

        _core.RunContinuationsAsynchronously = true;
        _core.SetException(new OperationCanceledException(cancellationToken));
    }

    /// <summary>The place in the stream; of an empty sequence, which lies nowhere, where reading goes on.</summary>
    private long PositionOf(SequencePosition position) =>
        position.GetObject() is InputSegment segment ? segment.RunningIndex + position.GetInteger() : _consumed;

    private void Consume(long position)
    {
        while (_first is not null && _first.End <= position)
        {
            InputSegment used = _first;
            _first = used.Following;
            Free(used);
        }

        _last = _first is null ? null : _last;
        _firstIndex = _first is null ? 0 : (int)(position - _first.RunningIndex);
        _consumed = position;
    }

    private InputSegment Append()
    {
        InputSegment segment = _free ?? new InputSegment();
        if (_free is not null)
        {
            _free = segment.Following;
            _freeCount--;
        }

        if (_last is null)
        {
            _first = segment;
            _firstIndex = 0;
        }
        else
        {
            _last.Following = segment;
        }

        _last = segment;
        return segment;
    }

    private void Free(InputSegment segment)
    {
        segment.Release();
        if (_freeCount < MaxFree)
        {
            segment.Following = _free;
            _free = segment;
            _freeCount++;
        }
    }

    /// <summary>Copies what begins with a borrowed segment, which no reader has seen or is reading, into memory of the channel's own.</summary>
    private void CopyFrom(InputSegment borrowed, InputSegment? previous)
    {
        int skipped = borrowed == _first ? _firstIndex : 0;
        long start = borrowed.RunningIndex + skipped;
        if (previous is null)
        {
            _first = null;
            _firstIndex = 0;
        }
        else
        {
            previous.Following = null;
        }

        _last = previous;
        for (InputSegment? segment = borrowed; segment is not null;)
        {
            InputSegment? next = segment.Following;
            ReadOnlySpan<byte> data = segment.Memory.Span[skipped..];
            if (_last is null || !_last.TryAppend(data))
            {
                Append().Own(Math.Max((int)(_received - start), SmallestCopy), start);
                _last!.TryAppend(data);
            }

            start += data.Length;
            skipped = 0;
            Free(segment);
            segment = next;
        }
    }

    private void Report(long? count) => consumed(count);
}

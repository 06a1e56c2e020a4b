using System.IO.Pipelines;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Waiting;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// What a channel received, read where the connection decrypted it. At the end of each batch the waiting reader runs, on the
/// connection's input loop as far as it comes without waiting. What it then leaves is copied, unless it is still reading: then the
/// connection leaves it the block and goes on in another.
/// </summary>
internal sealed class ChannelInput : PipeReader
{
    private readonly Lock _gate = new();
    private readonly ReceiveBuffer _buffer = new();
    private readonly PendingWait<ReadResult> _wait;
    private readonly Action<long?> _consumed;
    private long _examined;
    private long _readEnd;
    private SshException? _failure;
    private bool _isReading;
    private bool _isCanceled;
    private bool _isOver;
    private bool _isAbandoned;

    /// <param name="consumed">Called with the bytes that an advance has consumed, or null when the reader is completed.</param>
    public ChannelInput(Action<long?> consumed)
    {
        _consumed = consumed;
        _wait = new PendingWait<ReadResult>(_gate);
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

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ValueTask<ReadResult> waiting;
        lock (_gate)
        {
            if (TryTake(out ReadResult result, out SshException? failure))
            {
                return failure is null ? new ValueTask<ReadResult>(result) : ValueTask.FromException<ReadResult>(failure);
            }

            waiting = _wait.Begin();
        }

        _wait.Heed(cancellationToken);
        return waiting;
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
            long place = _buffer.PlaceOf(consumed);
            count = place - _buffer.Consumed;
            _examined = Math.Max(place, _buffer.PlaceOf(examined));
            _isReading = false;
            _buffer.Consume(place);
        }

        if (count > 0)
        {
            _consumed(count);
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
            _buffer.Consume(_buffer.Received);
        }

        _consumed(null);
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

            _buffer.Add(data);
            return true;
        }
    }

    /// <summary>Lets the reader go on with what was added, and makes the connection's block free for the connection, or the reader's.</summary>
    public void Deliver(InputBlock block)
    {
        Wake(runHere: true);
        lock (_gate)
        {
            _buffer.Settle(block, _isReading ? _readEnd : 0);
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

    private bool TryTake(out ReadResult result, out SshException? failure)
    {
        failure = _failure?.Again();
        if (_failure is not null)
        {
            result = default;
            return true;
        }

        bool isReady = _buffer.Received > _examined || _isOver || _isCanceled;
        if (!isReady)
        {
            result = default;
            return false;
        }

        result = new ReadResult(_buffer.Sequence, _isCanceled, _isOver);
        _isCanceled = false;
        _isReading = true;
        _readEnd = _buffer.Received;
        return true;
    }

    private void Wake(bool runHere)
    {
        ReadResult result;
        SshException? failure;
        lock (_gate)
        {
            if (!_wait.IsAwaited || !TryTake(out result, out failure))
            {
                return;
            }

            _wait.TryEnd();
        }

        if (failure is null)
        {
            _wait.Complete(result, runHere);
        }
        else
        {
            _wait.Fail(failure, runHere);
        }
    }
}

using System.IO.Pipelines;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Waiting;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// What a channel sends. A flush puts it into packets at once as far as the peer's window and the connection take it; whoever
/// opens the window or empties the connection's output goes on with the rest. Without anything to send it has no buffer.
/// </summary>
internal sealed class ChannelOutput : PipeWriter, IDataSource
{
    /// <summary>A flush waits while this much is left, in bytes.</summary>
    public const int Limit = 512 * 1024;

    private readonly Lock _gate = new();
    private readonly SendWindow _window = new();
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SendBuffer _buffer = new();
    private readonly PendingWait<FlushResult> _wait;
    private readonly PacketOutput _connection;
    private uint _recipient;
    private int _maxData;
    private bool _isRefused;
    private bool _isFlushCanceled;
    private bool _isCompleted;
    private bool _isAbandoned;
    private bool _isSentAskedFor;
    private bool _isOver;

    public ChannelOutput(PacketOutput connection)
    {
        _connection = connection;
        _wait = new PendingWait<FlushResult>(_gate);
    }

    /// <summary>Completes, with whether everything was sent, when nothing will be sent any more.</summary>
    public Task<bool> Ended => _ended.Task;

    /// <summary>The peer has opened the channel.</summary>
    /// <param name="recipient">Its number of the channel.</param>
    /// <param name="window">What it takes at first, in bytes.</param>
    /// <param name="maxData">The most in one packet, in bytes.</param>
    public void Start(uint recipient, uint window, int maxData)
    {
        lock (_gate)
        {
            _recipient = recipient;
            _maxData = maxData;
            _window.Add(window);
        }
    }

    /// <summary>The peer takes more.</summary>
    /// <exception cref="SshException">More than a window may be.</exception>
    public void AddWindow(uint bytes)
    {
        lock (_gate)
        {
            _window.Add(bytes);
            Pump();
        }

        EndWait(runHere: true);
        _connection.Batch.Flush(isFull: false);
    }

    public void Resume()
    {
        lock (_gate)
        {
            _isRefused = false;
            Pump();
        }

        EndWait(runHere: true);
    }

    /// <summary>Completes when what was flushed before has been handed to the connection, or nothing will be any more. Counts for the first call.</summary>
    public Task WhenSentAsync()
    {
        lock (_gate)
        {
            _isSentAskedFor = true;
            Look();
        }

        return _sent.Task;
    }

    /// <summary>Ends without waiting for the peer to open its window.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
            Look();
        }

        EndWait(runHere: false);
    }

    /// <summary>Sends no more: the peer doesn't take it.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            Finish(isAllSent: false);
        }

        EndWait(runHere: false);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        lock (_gate)
        {
            return _buffer.Reserve(Math.Max(sizeHint, 1));
        }
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => _buffer.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool isRefused;
        lock (_gate)
        {
            Commit();
            isRefused = _isRefused;
        }

        // Where the output was full, this may empty it and go on here.
        _connection.Batch.Flush(isRefused);
        ValueTask<FlushResult> waiting;
        lock (_gate)
        {
            if (_isOver || _isFlushCanceled || _buffer.Length < Limit)
            {
                return new ValueTask<FlushResult>(TakeResult());
            }

            waiting = _wait.Begin();
        }

        _wait.Heed(cancellationToken);
        return waiting;
    }

    public override void CancelPendingFlush()
    {
        lock (_gate)
        {
            _isFlushCanceled = true;
        }

        EndWait(runHere: false);
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_gate)
        {
            _isCompleted = true;
            if (exception is null)
            {
                Commit();
            }
            else
            {
                Finish(isAllSent: false);
            }
        }

        EndWait(runHere: false);
        _connection.Batch.Flush(isFull: false);
    }

    private void Commit()
    {
        _buffer.Flush();
        if (_isOver)
        {
            _buffer.Discard();
        }
        else
        {
            Pump();
        }
    }

    /// <summary>Hands over what the window and the connection take.</summary>
    private void Pump()
    {
        while (!_buffer.IsEmpty && !_isRefused)
        {
            int count = _window.Take(Math.Min(_buffer.Length, _maxData));
            if (count == 0)
            {
                break;
            }

            if (_connection.TryAddData(_recipient, _buffer.Peek(count), this))
            {
                _buffer.Consume(count);
            }
            else
            {
                _window.PutBack(count);
                _isRefused = true;
            }
        }

        Look();
    }

    /// <summary>Whether somebody who waits is to be told something.</summary>
    private void Look()
    {
        bool isEmpty = _buffer.IsEmpty;
        if (isEmpty && _isSentAskedFor)
        {
            _sent.TrySetResult();
        }

        if (isEmpty && _isCompleted)
        {
            Finish(isAllSent: true);
        }
        else if (!isEmpty && _isAbandoned && _window.IsEmpty)
        {
            Finish(isAllSent: false);
        }
        else
        {
            _buffer.ReleaseIfEmpty();
        }
    }

    private void Finish(bool isAllSent)
    {
        if (!_isOver)
        {
            _isOver = true;
            _ended.TrySetResult(isAllSent);
            _sent.TrySetResult();
            _buffer.Discard();
        }
    }

    /// <summary>Lets whoever waits in a flush go on, if enough has left. Not under a lock.</summary>
    private void EndWait(bool runHere)
    {
        FlushResult result;
        lock (_gate)
        {
            if (!(_isOver || _isFlushCanceled || _buffer.Length <= Limit / 2) || !_wait.TryEnd())
            {
                return;
            }

            result = TakeResult();
        }

        _wait.Complete(result, runHere);
    }

    private FlushResult TakeResult()
    {
        var result = new FlushResult(_isFlushCanceled, _isOver);
        _isFlushCanceled = false;
        return result;
    }
}

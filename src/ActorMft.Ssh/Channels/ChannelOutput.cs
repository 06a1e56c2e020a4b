using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// What a channel sends. A flush puts it into packets at once as far as the peer's window and the connection take it; whoever
/// opens the window or empties the connection's output goes on with the rest. Without anything to send it has no buffer.
/// </summary>
internal sealed class ChannelOutput(PacketOutput connection) : PipeWriter, IDataSource, IValueTaskSource<FlushResult>
{
    /// <summary>A flush waits while this much is left, in bytes.</summary>
    private const int Limit = 512 * 1024;

    private const int SmallestBuffer = 4 * 1024;

    private readonly Lock _gate = new();
    private readonly SendWindow _window = new();
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ManualResetValueTaskSourceCore<FlushResult> _core;
    private CancellationTokenRegistration _cancellation;
    private byte[]? _buffer;
    private int _usualLength = SmallestBuffer;

    // Places in the buffer: what is to be sent begins, what was flushed ends, what was written ends.
    private int _start;
    private int _flushed;
    private int _written;

    private uint _recipient;
    private int _maxData;
    private bool _isWriting;
    private bool _isRefused;
    private bool _isAwaited;
    private bool _isFlushCanceled;
    private bool _isCompleted;
    private bool _isAbandoned;
    private bool _isSentAskedFor;
    private bool _isOver;

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
        connection.Batch.Flush(isFull: false);
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
            Reserve(Math.Max(sizeHint, 1));
            _isWriting = true;
            return _buffer.AsMemory(_written);
        }
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)((_buffer?.Length ?? 0) - _written));
        _written += bytes;
    }

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
        connection.Batch.Flush(isRefused);
        short version;
        lock (_gate)
        {
            if (_isOver || _isFlushCanceled || _flushed - _start < Limit)
            {
                var result = new FlushResult(_isFlushCanceled, _isOver);
                _isFlushCanceled = false;
                return new ValueTask<FlushResult>(result);
            }

            _core.Reset();
            _isAwaited = true;
            version = _core.Version;
        }

        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((ChannelOutput)state!).CancelFlush(token), this);
        }

        return new ValueTask<FlushResult>(this, version);
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
        connection.Batch.Flush(isFull: false);
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        return _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void CancelFlush(CancellationToken cancellationToken)
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

    private void Commit()
    {
        _isWriting = false;
        if (_isOver)
        {
            DropBuffer();
            return;
        }

        _flushed = _written;
        _usualLength = Math.Clamp(_flushed - _start, SmallestBuffer, Limit);
        Pump();
    }

    /// <summary>Hands over what the window and the connection take.</summary>
    private void Pump()
    {
        while (_start < _flushed && !_isRefused)
        {
            int count = _window.Take(Math.Min(_flushed - _start, _maxData));
            if (count == 0)
            {
                break;
            }

            if (connection.TryAddData(_recipient, _buffer.AsSpan(_start, count), this))
            {
                _start += count;
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
        bool isEmpty = _start == _flushed;
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
        else if (isEmpty && !_isWriting)
        {
            DropBuffer();
        }
    }

    private void Finish(bool isAllSent)
    {
        if (!_isOver)
        {
            _isOver = true;
            _ended.TrySetResult(isAllSent);
            _sent.TrySetResult();
            _start = _flushed = _written;
            if (!_isWriting)
            {
                DropBuffer();
            }
        }
    }

    /// <summary>Lets whoever waits in a flush go on, if enough has left. Not under a lock.</summary>
    private void EndWait(bool runHere)
    {
        FlushResult result;
        lock (_gate)
        {
            if (!_isAwaited || !(_isOver || _isFlushCanceled || _flushed - _start <= Limit / 2))
            {
                return;
            }

            _isAwaited = false;
            result = new FlushResult(_isFlushCanceled, _isOver);
            _isFlushCanceled = false;
        }

        _core.RunContinuationsAsynchronously = !runHere;
        _core.SetResult(result);
    }

    private void Reserve(int count)
    {
        int kept = _written - _start;
        if (_buffer is not null && count <= _buffer.Length - _written)
        {
            return;
        }

        if (_buffer is not null && kept + count <= _buffer.Length)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        }
        else
        {
            byte[] next = ArrayPool<byte>.Shared.Rent(Math.Max(kept + count, _buffer is null ? _usualLength : 2 * _buffer.Length));
            _buffer.AsSpan(_start, kept).CopyTo(next);
            if (_buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = next;
        }

        _flushed -= _start;
        _start = 0;
        _written = kept;
    }

    private void DropBuffer()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        _start = 0;
        _flushed = 0;
        _written = 0;
    }
}

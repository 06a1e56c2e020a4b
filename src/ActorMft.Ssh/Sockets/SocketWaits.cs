using System.Net.Sockets;
using ActorMft.Ssh.Native;
using ActorMft.Ssh.Waiting;

namespace ActorMft.Ssh.Sockets;

/// <summary>Who waits for a socket: at most one reader and one writer.</summary>
internal sealed class SocketWaits : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SafeSocketHandle _socket;
    private readonly SocketPoller _poller;
    private readonly PendingWait<bool> _reader;
    private readonly PendingWait<bool> _writer;
    private long _id;
    private uint _watched;
    private bool _isDisposed;

    public SocketWaits(SafeSocketHandle socket, SocketPoller poller)
    {
        _socket = socket;
        _poller = poller;
        _reader = new PendingWait<bool>(_gate);
        _writer = new PendingWait<bool>(_gate);
    }

    /// <summary>Completes when there is something to read, or the end.</summary>
    public ValueTask WhenReadableAsync(CancellationToken cancellationToken) => WaitAsync(_reader, cancellationToken);

    /// <summary>Completes when the socket takes something, or has failed.</summary>
    public ValueTask WhenWritableAsync(CancellationToken cancellationToken) => WaitAsync(_writer, cancellationToken);

    /// <summary>What was watched for has come; called by the poller.</summary>
    /// <param name="events">What.</param>
    /// <param name="runHere">The reader goes on here, and the writer too if it is alone; else on the pool's threads.</param>
    public void OnReady(uint events, bool runHere)
    {
        bool isReadable;
        bool isWritable;
        Exception? failure = null;
        lock (_gate)
        {
            bool isOver = (events & (EpollEvent.Error | EpollEvent.HangUp)) != 0;
            isReadable = (isOver || (events & EpollEvent.In) != 0) && _reader.TryEnd();
            isWritable = (isOver || (events & EpollEvent.Out) != 0) && _writer.TryEnd();
            _watched = 0;
            try
            {
                WatchRest();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // Somebody has closed the socket itself; nobody would be woken any more.
                failure = e;
                isReadable |= _reader.TryEnd();
                isWritable |= _writer.TryEnd();
            }
        }

        if (isWritable)
        {
            Complete(_writer, failure, runHere && !isReadable);
        }

        if (isReadable)
        {
            Complete(_reader, failure, runHere);
        }
    }

    /// <summary>Ends the waits, and those to come, with <see cref="ObjectDisposedException"/>. May be called twice, and before or after the socket is closed.</summary>
    public void Dispose()
    {
        bool isRead;
        bool isWritten;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            isRead = _reader.TryEnd();
            isWritten = _writer.TryEnd();
            if (_id != 0)
            {
                _poller.Remove(_socket, _id);
            }
        }

        if (isRead)
        {
            _reader.Fail(new ObjectDisposedException(nameof(SocketStream)), runHere: false);
        }

        if (isWritten)
        {
            _writer.Fail(new ObjectDisposedException(nameof(SocketStream)), runHere: false);
        }
    }

    private static void Complete(PendingWait<bool> wait, Exception? failure, bool runHere)
    {
        if (failure is null)
        {
            wait.Complete(true, runHere);
        }
        else
        {
            wait.Fail(failure, runHere);
        }
    }

    private ValueTask WaitAsync(PendingWait<bool> wait, CancellationToken cancellationToken)
    {
        ValueTask waiting;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(SocketStream));
            waiting = wait.BeginWithoutResult();
            try
            {
                WatchRest();
            }
            catch
            {
                wait.TryEnd();
                throw;
            }
        }

        wait.Heed(cancellationToken);
        return waiting;
    }

    /// <summary>Has the poller wait for what somebody waits for, if it doesn't already.</summary>
    private void WatchRest()
    {
        uint wanted = (_reader.IsAwaited ? EpollEvent.In : 0) | (_writer.IsAwaited ? EpollEvent.Out : 0);
        if (wanted == 0 || (_watched & wanted) == wanted)
        {
            return;
        }

        int operation = _id == 0 ? LibC.Add : LibC.Change;
        _id = _id == 0 ? _poller.Add(this) : _id;
        _poller.Watch(operation, _socket, _id, wanted);
        _watched = wanted;
    }
}

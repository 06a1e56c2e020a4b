namespace ActorMft.Sftp.Local;

/// <summary>
/// One flush for all who wait for it: who comes while one is running waits for the next, which then counts for everybody who came by its
/// start. What each of them did before is in it.
/// </summary>
/// <param name="flush">Flushes what all of them changed; throws when it fails, and then all of its round do.</param>
public sealed class SharedFlush(Action flush)
{
    private readonly object _gate = new();
    private long _started;
    private long _done;
    private bool _isRunning;
    private (long Round, Exception Exception)? _failure;

    /// <summary>Returns when a flush has ended that began after the call. Blocks: call it where waiting for a disk is allowed.</summary>
    public void Run()
    {
        long round;
        lock (_gate)
        {
            round = _started + 1;
            while (_isRunning && _done < round)
            {
                Monitor.Wait(_gate);
            }

            if (_done >= round)
            {
                ThrowIfFailed(round);
                return;
            }

            _isRunning = true;
            round = ++_started;
        }

        Exception? failure = null;
        try
        {
            flush();
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _isRunning = false;
                _done = round;
                _failure = failure is null ? _failure : (round, failure);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void ThrowIfFailed(long round)
    {
        if (_failure is { } failure && failure.Round >= round)
        {
            throw failure.Exception is SftpException sftp
                ? new SftpException(sftp.Status, sftp.Message, sftp)
                : new IOException(failure.Exception.Message, failure.Exception);
        }
    }
}

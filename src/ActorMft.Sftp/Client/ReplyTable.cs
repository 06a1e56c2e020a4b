namespace ActorMft.Sftp.Client;

/// <summary>Requests without an answer, by id.</summary>
/// <param name="time">Measures how long there was no answer.</param>
internal sealed class ReplyTable(TimeProvider time)
{
    /// <summary>As many as a copy has blocks on the way.</summary>
    private const int MaxUnused = CopyRun.MaxBlocks;

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, PendingReply> _pending = [];
    private readonly Stack<PendingReply> _unused = new();
    private uint _lastId;
    private long _silentSince;
    private SftpException? _end;

    /// <summary>How long requests have been waiting without an answer to any of them; zero when none waits.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_silentSince);
            }
        }
    }

    /// <summary>For a request that is about to be sent.</summary>
    /// <param name="target">Where the content of a DATA answer goes.</param>
    /// <param name="runHere">Whether the one who waits goes on on the loop that reads the answers.</param>
    public PendingReply Rent(ContentTarget target, bool runHere)
    {
        PendingReply? reply;
        lock (_gate)
        {
            _unused.TryPop(out reply);
        }

        reply ??= new PendingReply(this);
        reply.Prepare(target, runHere);
        return reply;
    }

    /// <summary>Takes back one that was answered and awaited.</summary>
    public void Return(PendingReply reply)
    {
        lock (_gate)
        {
            if (_unused.Count < MaxUnused)
            {
                _unused.Push(reply);
            }
        }
    }

    /// <summary>Gives a request its id. Throws when the connection has ended.</summary>
    public uint Add(PendingReply reply)
    {
        lock (_gate)
        {
            if (_end is not null)
            {
                throw new SftpException(_end.Status, _end.Message, _end);
            }

            if (_pending.Count == 0)
            {
                _silentSince = time.GetTimestamp();
            }

            do
            {
                _lastId++;
            }
            while (!_pending.TryAdd(_lastId, reply));
            return _lastId;
        }
    }

    public PendingReply? Remove(uint id)
    {
        lock (_gate)
        {
            _silentSince = time.GetTimestamp();
            return _pending.Remove(id, out var reply) ? reply : null;
        }
    }

    /// <summary>Fails what waits and whatever comes later.</summary>
    public void End(SftpException reason)
    {
        PendingReply[] waiting;
        lock (_gate)
        {
            _end ??= reason;
            waiting = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var reply in waiting)
        {
            reply.Fail(new SftpException(reason.Status, reason.Message, reason));
        }
    }
}

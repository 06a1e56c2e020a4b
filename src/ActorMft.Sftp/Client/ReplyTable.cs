namespace ActorMft.Sftp.Client;

/// <summary>Requests without an answer, by id.</summary>
internal sealed class ReplyTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, PendingReply> _pending = [];
    private uint _lastId;
    private SftpException? _end;

    /// <summary>Gives a request its id. Throws when the connection has ended.</summary>
    public uint Add(PendingReply reply)
    {
        lock (_gate)
        {
            if (_end is not null)
            {
                throw new SftpException(_end.Status, _end.Message, _end);
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

namespace ActorMft.Actors.Engine;

/// <summary>
/// What was handed to a shard's runner and waits for its next round. It is open only while the runner keeps up, so that nobody waits for
/// a runner that can't say when it comes to it.
/// </summary>
/// <param name="limit">At most this many wait; who comes then stores.</param>
internal sealed class HandedMessages(int limit)
{
    private readonly Lock _gate = new();
    private List<HandedMessage> _waiting = [];
    private bool _isOpen;

    internal bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <returns>False: it was not taken, and has to be stored.</returns>
    internal bool TryAdd(HandedMessage message)
    {
        lock (_gate)
        {
            bool isTaken = _isOpen && _waiting.Count < limit;
            if (isTaken)
            {
                _waiting.Add(message);
            }

            return isTaken;
        }
    }

    /// <summary>
    /// What waits, in its order. Of several with one request id the first, and the others stay: stored while the first is under way, they
    /// would undo its commit.
    /// </summary>
    internal HandedBatch Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return HandedBatch.Empty;
            }

            HashSet<string> requests = new(StringComparer.Ordinal);
            List<HandedMessage> taken = new(_waiting.Count);
            List<HandedMessage> left = [];
            foreach (HandedMessage message in _waiting)
            {
                (message.RequestInQuestion is { } request && !requests.Add(request) ? left : taken).Add(message);
            }

            _waiting = left;
            return new HandedBatch(taken);
        }
    }

    internal void Open()
    {
        lock (_gate)
        {
            _isOpen = true;
        }
    }

    /// <summary>Takes none any more, and gives back what waits.</summary>
    internal void Close()
    {
        List<HandedMessage> waiting;
        lock (_gate)
        {
            _isOpen = false;
            waiting = _waiting;
            _waiting = [];
        }

        waiting.ForEach(static message => message.GiveBack());
    }
}

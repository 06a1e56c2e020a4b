namespace ActorMft.Actors.Engine;

/// <summary>Who waits on this node for the answer to a request. A waiter that is told looks into the store.</summary>
internal sealed class RequestWaiters(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Signal>> _waiters = new(StringComparer.Ordinal);

    internal Signal Add(string requestId)
    {
        Signal changed = new(time);
        lock (_gate)
        {
            if (!_waiters.TryGetValue(requestId, out List<Signal>? list))
            {
                _waiters.Add(requestId, list = []);
            }

            list.Add(changed);
        }

        return changed;
    }

    internal void Remove(string requestId, Signal changed)
    {
        lock (_gate)
        {
            if (_waiters.TryGetValue(requestId, out List<Signal>? list) && list.Remove(changed) && list.Count == 0)
            {
                _waiters.Remove(requestId);
            }
        }
    }

    internal void TellAll()
    {
        lock (_gate)
        {
            foreach (Signal changed in _waiters.Values.SelectMany(static list => list))
            {
                changed.Set();
            }
        }
    }

    internal void Tell(string requestId)
    {
        lock (_gate)
        {
            if (_waiters.TryGetValue(requestId, out List<Signal>? list))
            {
                list.ForEach(static changed => changed.Set());
            }
        }
    }
}

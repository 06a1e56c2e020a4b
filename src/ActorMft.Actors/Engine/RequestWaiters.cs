using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>Who waits on this node for the answer to a request.</summary>
internal sealed class RequestWaiters(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<RequestWaiter>> _waiters = new(StringComparer.Ordinal);

    internal RequestWaiter Add(string requestId)
    {
        RequestWaiter waiter = new(time);
        lock (_gate)
        {
            if (!_waiters.TryGetValue(requestId, out List<RequestWaiter>? list))
            {
                _waiters.Add(requestId, list = []);
            }

            list.Add(waiter);
        }

        return waiter;
    }

    internal void Remove(string requestId, RequestWaiter waiter)
    {
        lock (_gate)
        {
            if (_waiters.TryGetValue(requestId, out List<RequestWaiter>? list) && list.Remove(waiter) && list.Count == 0)
            {
                _waiters.Remove(requestId);
            }
        }
    }

    /// <summary>Something was committed for this request.</summary>
    /// <param name="change">What; null when it is not known.</param>
    internal void Tell(string requestId, RequestChange? change = null)
    {
        lock (_gate)
        {
            if (_waiters.TryGetValue(requestId, out List<RequestWaiter>? list))
            {
                list.ForEach(waiter => waiter.Tell(change));
            }
        }
    }

    /// <summary>Something may have been missed.</summary>
    internal void TellAll()
    {
        lock (_gate)
        {
            foreach (RequestWaiter waiter in _waiters.Values.SelectMany(static list => list))
            {
                waiter.Tell(null);
            }
        }
    }
}

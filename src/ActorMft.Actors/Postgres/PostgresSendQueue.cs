using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Postgres;

/// <summary>
/// Gathers what many callers send at once into few transactions: while some are under way, later ones wait together for the next.
/// </summary>
/// <param name="store">Stores the messages under the fence and returns the requests that were new.</param>
internal sealed class PostgresSendQueue(Func<IReadOnlyList<MessageRow>, ShardLease?, Task<IReadOnlySet<string>>> store)
{
    private const int InFlight = 3;
    private const int MessageLimit = 2000;

    private readonly Lock _gate = new();
    private readonly Queue<Sending> _waiting = [];
    private int _running;

    /// <summary>Completes when the messages are durable.</summary>
    /// <returns>How many were stored; those of known requests are not.</returns>
    internal Task<int> SendAsync(IReadOnlyList<MessageRow> messages, ShardLease? fence)
    {
        Sending sending = new(messages, fence);
        lock (_gate)
        {
            _waiting.Enqueue(sending);
            if (_running < InFlight)
            {
                _running++;
                _ = RunAsync();
            }
        }

        return sending.Stored.Task;
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (TakeGroup() is { } group)
        {
            await StoreAsync(group);
        }
    }

    /// <summary>All that wait under the first one's fence, up to a limit.</summary>
    private List<Sending>? TakeGroup()
    {
        lock (_gate)
        {
            if (!_waiting.TryPeek(out Sending? first))
            {
                _running--;
                return null;
            }

            List<Sending> group = [];
            int messages = 0;
            for (int left = _waiting.Count; left > 0; left--)
            {
                Sending next = _waiting.Dequeue();
                if (next.Fence == first.Fence && (messages == 0 || messages + next.Messages.Count <= MessageLimit))
                {
                    group.Add(next);
                    messages += next.Messages.Count;
                }
                else
                {
                    _waiting.Enqueue(next);
                }
            }

            return group;
        }
    }

    private async Task StoreAsync(List<Sending> group)
    {
        // The first message of a request counts, as if they had come one after the other.
        HashSet<string> taken = new(StringComparer.Ordinal);
        List<List<MessageRow>> messages =
            [.. group.Select(sending => sending.Messages.Where(message => message.RequestId is null || taken.Add(message.RequestId)).ToList())];
        try
        {
            IReadOnlySet<string> isNew = await store([.. messages.SelectMany(static some => some)], group[0].Fence);
            for (int i = 0; i < group.Count; i++)
            {
                group[i].Stored.TrySetResult(messages[i].Count(message => message.RequestId is null || isNew.Contains(message.RequestId)));
            }
        }
        catch (StoreException exception) when (exception.Failure == StoreFailure.Unstorable && group.Count > 1)
        {
            // One message that cannot be stored must not refuse those that came with it.
            foreach (Sending sending in group)
            {
                await StoreAsync([sending]);
            }
        }
        catch (Exception exception)
        {
            group.ForEach(sending => sending.Stored.TrySetException(exception));
        }
    }

    private sealed class Sending(IReadOnlyList<MessageRow> messages, ShardLease? fence)
    {
        internal IReadOnlyList<MessageRow> Messages { get; } = messages;

        internal ShardLease? Fence { get; } = fence;

        internal TaskCompletionSource<int> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

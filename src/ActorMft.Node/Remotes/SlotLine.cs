using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Pools;
using ActorMft.Node.Engine;
using ActorMft.Node.Sessions;

namespace ActorMft.Node.Remotes;

/// <summary>This node's place in the line for one remote's connection slots.</summary>
/// <param name="time">Its date is the database's: deadlines are compared on whatever node has the line.</param>
internal sealed class SlotLine(string organization, string remote, IMessenger messenger, ThisNode node, TimeProvider time)
{
    private static readonly TimeSpan _askAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>A wish is only bounded so that one that nobody asks for again goes away.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromHours(24);

    private static readonly TimeSpan _releaseAgain = TimeSpan.FromSeconds(1);

    private readonly EntityId _pool = ActorId.Pool(organization, remote).ToEntityId();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private HashSet<string> _unknownBefore = [];

    /// <summary>How it stands for the wish that was asked for last, as a sentence; null when none waits.</summary>
    public string? Reason { get; private set; }

    /// <summary>Waits for a slot; the slot's id is given back to <see cref="ReleaseAsync"/>.</summary>
    /// <param name="incarnation">Whom it is granted to.</param>
    /// <param name="isWanted">Asked while in line: false leaves it.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    /// <returns>Null when the slot wasn't wanted any more.</returns>
    /// <exception cref="RemoteException">Refused; the message says why.</exception>
    /// <exception cref="StoreException">The line can't be reached.</exception>
    public async Task<string?> AcquireAsync(Guid incarnation, Func<bool> isWanted, CancellationToken cancellationToken)
    {
        var id = DerivedId.Create(time.GetUtcNow(), Guid.NewGuid().ToString("N"));
        var wish = new RequestSlot(id, node.Name, incarnation, time.GetUtcNow() + _patience);
        var isInLine = false;
        try
        {
            while (isWanted())
            {
                isInLine = true;
                Know(id);
                var reply = await messenger.AskAsync<SlotReply>(_pool, wish, requestId: null, cancellationToken);
                switch (reply.Status)
                {
                    case SlotStatus.Granted:
                        isInLine = false;
                        Reason = null;
                        return id;
                    case SlotStatus.Refused:
                        throw new RemoteException(ConnectStep.Slot, reply.Reason ?? $"No connection to '{remote}' is to be had now.", isTransient: true);
                    default:
                        Reason = reply.Reason;
                        await Task.Delay(_askAgain, time, cancellationToken);
                        break;
                }
            }

            return null;
        }
        finally
        {
            if (isInLine)
            {
                _ = ReleaseAsync(id, incarnation);
            }
        }
    }

    /// <summary>Gives a slot back, for as long as it takes to reach the line. An incarnation that ends gives all of its slots back.</summary>
    public async Task ReleaseAsync(string slot, Guid incarnation)
    {
        try
        {
            while (incarnation == node.Incarnation())
            {
                try
                {
                    await messenger.SendAsync(_pool, new ReleaseSlot(slot), requestId: null, CancellationToken.None);
                    return;
                }
                catch (StoreException exception) when (exception.IsTransient || exception.OutcomeUnknown)
                {
                    await Task.Delay(_releaseAgain, time);
                }
                catch (StoreException)
                {
                    return;
                }
            }
        }
        finally
        {
            Forget(slot);
        }
    }

    /// <summary>
    /// Gives back slots that the pool counts for this incarnation and that this node doesn't know of: their grant was asked for by a message
    /// that was believed lost. Called with each reading of the row; what was unknown in two readings is released.
    /// </summary>
    public void Reconcile(PoolRow row, Guid incarnation)
    {
        HashSet<string> unknown;
        lock (_known)
        {
            unknown = [.. (row.Granting ?? []).Where(slot => slot.Incarnation == incarnation && !_known.Contains(slot.Id)).Select(slot => slot.Id)];
        }

        foreach (var slot in unknown.Where(_unknownBefore.Contains))
        {
            _ = ReleaseAsync(slot, incarnation);
        }

        _unknownBefore = unknown;
    }

    private void Know(string slot)
    {
        lock (_known)
        {
            _known.Add(slot);
        }
    }

    private void Forget(string slot)
    {
        lock (_known)
        {
            _known.Remove(slot);
        }
    }
}

using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Pools;
using ActorMft.Node.Engine;
using ActorMft.Node.Sessions;

namespace ActorMft.Node.Remotes;

/// <summary>This node's place in the line for one remote's connection slots.</summary>
internal sealed class SlotLine(string organization, string remote, IMessenger messenger, ThisNode node, TimeProvider time)
{
    private static readonly TimeSpan _askAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>A wish is only bounded so that one that nobody asks for again goes away.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromHours(24);

    private static readonly TimeSpan _releaseAgain = TimeSpan.FromSeconds(1);

    private readonly EntityId _pool = ActorId.Pool(organization, remote).ToEntityId();

    /// <summary>Waits for a slot; the slot's id is given back to <see cref="ReleaseAsync"/>.</summary>
    /// <param name="isWanted">Asked while in line: false leaves it.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    /// <returns>Null when the slot wasn't wanted any more.</returns>
    /// <exception cref="RemoteException">Refused; the message says why.</exception>
    /// <exception cref="StoreException">The line can't be reached.</exception>
    public async Task<string?> AcquireAsync(Func<bool> isWanted, CancellationToken cancellationToken)
    {
        var id = DerivedId.Create(time.GetUtcNow(), Guid.NewGuid().ToString("N"));
        var wish = new RequestSlot(id, node.Name, node.Incarnation(), time.GetUtcNow() + _patience);
        var isInLine = false;
        try
        {
            while (isWanted())
            {
                isInLine = true;
                var reply = await messenger.AskAsync<SlotReply>(_pool, wish, requestId: null, cancellationToken);
                switch (reply.Status)
                {
                    case SlotStatus.Granted:
                        isInLine = false;
                        return id;
                    case SlotStatus.Refused:
                        throw new RemoteException(ConnectStep.Slot, reply.Reason ?? $"No connection to '{remote}' is to be had now.", isTransient: true);
                    default:
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
                _ = ReleaseAsync(id);
            }
        }
    }

    /// <summary>Gives a slot back, for as long as it takes to reach the line. An incarnation that ends gives all of its slots back.</summary>
    public async Task ReleaseAsync(string slot)
    {
        var incarnation = node.Incarnation();
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
}

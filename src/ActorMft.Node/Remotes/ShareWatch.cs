using ActorMft.Actors;
using ActorMft.Domain.Pools;

namespace ActorMft.Node.Remotes;

/// <summary>Follows what the cluster says about one remote's connections while this node has to do with them. One caller at a time.</summary>
/// <param name="line">Gives back what this node doesn't know of.</param>
/// <param name="hold">The present hold on the cluster.</param>
/// <param name="readRow">Reads the pool's row.</param>
internal sealed class ShareWatch(SlotLine line, Func<LeaseHold?> hold, Func<CancellationToken, Task<PoolRow?>> readRow)
{
    /// <summary>Looks after the last use, in which a slot that was granted unnoticed shows.</summary>
    private const int LooksAfterUse = 10;

    private int _looksLeft;

    /// <summary>What this node may keep; while the database is away the last reading stands.</summary>
    public async Task<PoolShare> ReadAsync(PoolShare last, bool isInUse, CancellationToken cancellationToken)
    {
        _looksLeft = isInUse ? LooksAfterUse : _looksLeft - 1;
        if (_looksLeft <= 0 || hold() is not { } held)
        {
            _looksLeft = Math.Max(_looksLeft, 0);
            return PoolShare.Unbounded;
        }

        try
        {
            if (await readRow(cancellationToken) is not { } row)
            {
                return PoolShare.Unbounded;
            }

            line.Reconcile(row, held.Incarnation);
            return PoolShare.Of(row, held.Incarnation);
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            return last;
        }
    }
}

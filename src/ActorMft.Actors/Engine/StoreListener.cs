using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>Passes on what the store tells of other nodes' commits.</summary>
internal sealed class StoreListener(EngineParts parts, ShardKeeper shards) : IStoreListener
{
    public void MessagesMayWait(int shard) => shards.Wake(shard);

    public void MayBeAnswered(string requestId) => parts.Waiters.Tell(requestId);

    public void MayHaveChanged(IReadOnlySet<string> views) => parts.Views.Tell(views);

    public void MayHaveMissedSomething()
    {
        shards.WakeAll();
        parts.Waiters.TellAll();
    }
}

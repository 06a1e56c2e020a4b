namespace ActorMft.Actors.Storage;

/// <summary>What a store tells a node of other nodes' commits. Called on any thread; be quick and do not throw.</summary>
public interface IStoreListener
{
    /// <summary>A shard may have messages.</summary>
    void MessagesMayWait(int shard);

    /// <summary>A request that this node asked may have been answered.</summary>
    void MayBeAnswered(string requestId);

    /// <summary>Rows of these views may have changed.</summary>
    void MayHaveChanged(IReadOnlySet<string> views);

    /// <summary>Something may have been missed: look at everything.</summary>
    void MayHaveMissedSomething();
}

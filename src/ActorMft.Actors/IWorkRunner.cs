namespace ActorMft.Actors;

/// <summary>Does what decisions start: the one place of an engine's user for I/O.</summary>
public interface IWorkRunner
{
    /// <summary>
    /// Runs a work. It is at-least-once: it runs again after a restart or under a new owner until its entity ends it, and what
    /// came of it is reported by a message to its owner. Returning means that everything was reported; an exception is logged
    /// and the work is run again after a growing pause for as long as it is not ended.
    /// </summary>
    /// <param name="messenger">Refuses (<see cref="StoreException"/>) once this node does not own the work any more.</param>
    /// <param name="cancellationToken">
    /// Ended, replaced, shard moved, node stopping, or lease out. Works of <see cref="EntityKind.PrivateShard"/> kinds outlive a lease
    /// that could not be renewed (only this node has what they hold) and are cancelled when the node learns that it was replaced.
    /// </param>
    Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken);
}

namespace ActorMft.Actors.Storage;

/// <summary>
/// Where everything is: the port between the engine and a database. Only the store's clock counts for leases and timers. Every
/// method is one transaction; a <see cref="StoreException"/> means that it did not happen, or, with
/// <see cref="StoreException.OutcomeUnknown"/>, that nobody knows.
/// </summary>
public interface IActorStore : IAsyncDisposable
{
    /// <summary>
    /// Adds the node with a lease, makes the shards when the store is new, and gives the node a private shard: a free one of its
    /// name, or a new one.
    /// </summary>
    /// <exception cref="StoreException"><see cref="StoreFailure.Incompatible"/>: made with another count of shards.</exception>
    Task<JoinedNode> JoinAsync(NodeRegistration registration, CancellationToken cancellationToken);

    /// <summary>Extends the lease of a node that is up and whose lease has not passed.</summary>
    /// <returns>The store's time; null: the node was replaced, it must stop and may join as a new incarnation.</returns>
    Task<DateTimeOffset?> RenewAsync(Guid incarnation, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Marks a node that is up as leaving: it gets no more shards, and drains as soon as it sees that. Any node may ask.</summary>
    /// <returns>False: there is no such node, or it is not up any more.</returns>
    Task<bool> RequestLeaveAsync(Guid incarnation, CancellationToken cancellationToken);

    /// <summary>The node is gone for good: its shards become free, with a new epoch.</summary>
    Task LeaveAsync(Guid incarnation, CancellationToken cancellationToken);

    /// <summary>All nodes and shards.</summary>
    Task<ClusterPicture> ReadClusterAsync(CancellationToken cancellationToken);

    /// <summary>Marks a node as dead when its lease has passed and its beat is still the given one.</summary>
    Task<bool> DeclareDeadAsync(Guid incarnation, long beat, CancellationToken cancellationToken);

    /// <summary>Takes those of the shards that are free or whose owner is not up, each with a new epoch. Clears their desired owner.</summary>
    Task<IReadOnlyList<ShardLease>> ClaimAsync(Guid incarnation, IReadOnlyList<int> shards, CancellationToken cancellationToken);

    /// <summary>Gives a shard back, with a new epoch; without effect when the hold is lost.</summary>
    Task ReleaseAsync(ShardLease lease, CancellationToken cancellationToken);

    /// <summary>Says which shards shall move to whom.</summary>
    Task SetDesiredOwnersAsync(IReadOnlyList<(int Shard, Guid Owner)> moves, CancellationToken cancellationToken);

    /// <summary>One look for many shards: which of them have a message or a timer that is due by the store's clock.</summary>
    Task<IReadOnlyList<int>> FindWaitingAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken);

    /// <summary>Messages of a shard behind a sequence, in order. Sequences need not become visible in their order.</summary>
    /// <param name="requests">Requests of which the page says whether they are known.</param>
    Task<InboxPage> TakeAsync(int shard, long after, int limit, IReadOnlyList<string> requests, CancellationToken cancellationToken);

    /// <summary>Timers of a shard that are due by the store's clock.</summary>
    Task<DueTimers> ReadTimersAsync(int shard, int limit, CancellationToken cancellationToken);

    /// <summary>What is stored of each of the entities, in their order.</summary>
    Task<IReadOnlyList<EntityRecord>> LoadAsync(IReadOnlyList<EntityLookup> entities, CancellationToken cancellationToken);

    /// <summary>All works of a shard, oldest first.</summary>
    Task<IReadOnlyList<WorkRow>> ReadWorkAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Commits a decision round.</summary>
    Task<CommitOutcome> CommitAsync(ShardCommit commit, CancellationToken cancellationToken);

    /// <summary>Counts a failed attempt; at the limit the message becomes a dead letter.</summary>
    Task<AttemptOutcome> RecordFailureAsync(FailedAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Stores messages from outside of a decision.</summary>
    /// <param name="fence">When set, the shard must still have this owner and epoch.</param>
    /// <returns>How many were stored; those of known requests are not.</returns>
    /// <exception cref="StoreException"><see cref="StoreFailure.Fenced"/>: the fence did not hold.</exception>
    Task<int> SendAsync(IReadOnlyList<MessageRow> messages, ShardLease? fence, CancellationToken cancellationToken);

    /// <summary>A request, or null when it is not known.</summary>
    Task<RequestRow?> ReadRequestAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>Forgets requests whose retention is over by the store's clock.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteExpiredRequestsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Removes logs, snapshots and rows of entities that have been finished for longer than <paramref name="keep"/>, oldest first.</summary>
    /// <returns>How many entities.</returns>
    Task<int> DeleteFinishedAsync(TimeSpan keep, int limit, CancellationToken cancellationToken);

    /// <summary>An entity's whole log, oldest first.</summary>
    Task<IReadOnlyList<EventRow>> ReadEventsAsync(EntityId entity, CancellationToken cancellationToken);

    /// <summary>The sequence of an entity's last event; 0 when it has none.</summary>
    Task<long> ReadSequenceAsync(EntityId entity, CancellationToken cancellationToken);

    /// <summary>A page of a view.</summary>
    Task<IReadOnlyList<ViewRow>> QueryViewAsync(ViewQuery query, CancellationToken cancellationToken);

    /// <summary>One row of a view, or null.</summary>
    Task<ViewRow?> ReadViewRowAsync(string view, string id, CancellationToken cancellationToken);

    /// <summary>Those of the rows that are there, in no order.</summary>
    Task<IReadOnlyList<ViewRow>> ReadViewRowsAsync(string view, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>The newest dead letters first.</summary>
    Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Tells the owners of shards, as far as they are other processes, that there may be messages. May be lost.</summary>
    void Wake(IReadOnlyCollection<int> shards);

    /// <summary>Tells an incarnation of this process what other processes commit that concerns it. May lose some.</summary>
    /// <returns>Dispose to stop.</returns>
    IDisposable Listen(Guid incarnation, IStoreListener listener);
}

namespace ActorMft.Actors.Storage;

/// <summary>Everything that one decision round of a shard changes. It commits as a whole or not at all.</summary>
public sealed record ShardCommit
{
    /// <summary>Checked first: the shard must still have this owner and epoch.</summary>
    public required ShardLease Lease { get; init; }

    /// <summary>Per entity in order; the entry before an entity's first one must exist and the entries themselves must not.</summary>
    public IReadOnlyList<EventRow> Events { get; init; } = [];

    /// <summary>Sequences of inbox messages to delete; each must be there.</summary>
    public IReadOnlyList<long> HandledMessages { get; init; } = [];

    /// <summary>Timers to delete; each must be there with its message id. Before <see cref="SetTimers"/>.</summary>
    public IReadOnlyList<FiredTimer> FiredTimers { get; init; } = [];

    /// <summary>Timers to delete if they are there.</summary>
    public IReadOnlyList<TimerKey> CancelledTimers { get; init; } = [];

    /// <summary>Timers to add or replace.</summary>
    public IReadOnlyList<TimerRow> SetTimers { get; init; } = [];

    /// <summary>Requests whose messages are handled without having been stored; none of them may be known. Before <see cref="Sends"/> and <see cref="Requests"/>.</summary>
    public IReadOnlyList<RequestChange> NewRequests { get; init; } = [];

    /// <summary>Messages to store, in this order.</summary>
    public IReadOnlyList<MessageRow> Sends { get; init; } = [];

    /// <summary>Works to delete if they are there.</summary>
    public IReadOnlyList<WorkKey> EndedWork { get; init; } = [];

    /// <summary>Works to add or replace.</summary>
    public IReadOnlyList<WorkRow> StartedWork { get; init; } = [];

    /// <summary>Requests that were handled or answered.</summary>
    public IReadOnlyList<RequestChange> Requests { get; init; } = [];

    /// <summary>Rows of views to delete if they are there.</summary>
    public IReadOnlyList<ViewKey> RemovedRows { get; init; } = [];

    /// <summary>Rows of views to add or replace.</summary>
    public IReadOnlyList<ViewRow> PutRows { get; init; } = [];

    /// <summary>Snapshots to add or replace.</summary>
    public IReadOnlyList<SnapshotRow> Snapshots { get; init; } = [];

    /// <summary>Entities that have come to their end; for those that are known as such, the time starts anew.</summary>
    public IReadOnlyList<FinishedRow> Finished { get; init; } = [];

    /// <summary>How long the changed requests are remembered from now.</summary>
    public TimeSpan RequestRetention { get; init; }
}

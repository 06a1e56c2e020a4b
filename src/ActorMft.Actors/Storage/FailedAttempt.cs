namespace ActorMft.Actors.Storage;

/// <summary>A message that could not be handled: of the inbox, or of a timer.</summary>
/// <param name="InboxSequence">Set when it is in the inbox.</param>
/// <param name="Timer">Set when it is a timer's.</param>
/// <param name="Limit">With this attempt or a later one it becomes a dead letter.</param>
/// <param name="RequestRetention">How long a request that fails with it is remembered.</param>
public sealed record FailedAttempt(
    ShardLease Lease,
    long? InboxSequence,
    TimerKey? Timer,
    string MessageId,
    string Error,
    int Limit,
    TimeSpan RequestRetention);

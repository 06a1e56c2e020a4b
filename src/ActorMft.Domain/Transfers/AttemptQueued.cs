namespace ActorMft.Domain.Transfers;

/// <summary>An attempt is to be made; a worker will connect.</summary>
public sealed record AttemptQueued(DateTimeOffset At, int Attempt) : TransferEvent(At);

namespace ActorMft.Domain.Transfers;

/// <summary>A newer file came to the same source path; this transfer keeps its own bytes.</summary>
public sealed record NewerFileArrived(DateTimeOffset At, string ArrivalId) : TransferEvent(At);

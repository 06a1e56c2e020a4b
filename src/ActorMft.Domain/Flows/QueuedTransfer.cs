namespace ActorMft.Domain.Flows;

/// <summary>A transfer in the queue for a place.</summary>
public sealed record QueuedTransfer(string ArrivalId, string TransferId);

namespace ActorMft.Domain.Transfers;

public sealed record FileDelivered(
    DateTimeOffset At, int Attempt, string Node, string FinalPath, DeliveryOutcome Outcome, long BytesSent) : TransferEvent(At);

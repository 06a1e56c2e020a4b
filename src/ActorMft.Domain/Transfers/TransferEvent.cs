namespace ActorMft.Domain.Transfers;

/// <summary>What happened to a transfer. The list of a transfer's events is its timeline.</summary>
public abstract record TransferEvent(DateTimeOffset At);

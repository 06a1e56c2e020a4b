namespace ActorMft.Domain.Transfers;

/// <summary>From the flow: attempts may start.</summary>
public sealed record LetTransferGo;

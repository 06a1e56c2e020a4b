namespace ActorMft.Domain.Flows;

/// <summary>From a transfer: it is delivered or cancelled.</summary>
public sealed record TransferEnded(string TransferId, string ArrivalId, bool Delivered);

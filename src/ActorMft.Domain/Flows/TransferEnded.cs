namespace ActorMft.Domain.Flows;

/// <summary>From a transfer: it is delivered or cancelled.</summary>
/// <param name="SourceLost">The version was gone from the source before it was read.</param>
public sealed record TransferEnded(string TransferId, string ArrivalId, bool Delivered, bool SourceLost = false);

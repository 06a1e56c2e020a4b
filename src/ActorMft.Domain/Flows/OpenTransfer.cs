namespace ActorMft.Domain.Flows;

/// <summary>One of an arrival's transfers.</summary>
/// <param name="Endpoint">The target endpoint's name.</param>
public sealed record OpenTransfer(string TransferId, string Endpoint, TransferStanding Standing = TransferStanding.Held);

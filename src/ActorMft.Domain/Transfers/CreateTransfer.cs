namespace ActorMft.Domain.Transfers;

/// <summary>From the flow: one file to one target. Creating it again changes nothing.</summary>
/// <param name="Hold">Why it must wait before it starts, as a sentence; null to start now.</param>
/// <param name="Follows">The arrival of the same path that goes before this one, if one does.</param>
/// <param name="ByPlace">With one of the flow's places, which goes back when an attempt fails.</param>
public sealed record CreateTransfer(TransferDefinition Definition, string? Hold, string? Follows, bool ByPlace = false);

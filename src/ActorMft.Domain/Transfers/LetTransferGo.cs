namespace ActorMft.Domain.Transfers;

/// <summary>From the flow: attempts may start.</summary>
/// <param name="ByPlace">With one of the flow's places, which goes back when an attempt fails.</param>
public sealed record LetTransferGo(bool ByPlace = false);

namespace ActorMft.Domain.Transfers;

/// <summary>From the flow: attempts may start.</summary>
/// <param name="ByPlace">With one of the flow's places, which goes back when an attempt fails.</param>
/// <param name="GivesPlace">With a place given now; otherwise with the one that it has, if it hasn't returned that meanwhile.</param>
public sealed record LetTransferGo(bool ByPlace = false, bool GivesPlace = true);

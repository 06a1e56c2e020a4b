namespace ActorMft.Domain.Flows;

/// <summary>From a transfer: no attempt of it is under way, so another may have its place.</summary>
public sealed record PlaceReturned(string TransferId, string ArrivalId);

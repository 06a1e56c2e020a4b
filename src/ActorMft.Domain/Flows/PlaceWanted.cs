namespace ActorMft.Domain.Flows;

/// <summary>From a transfer that gave its place back: an attempt is due. It waits until it is let go.</summary>
public sealed record PlaceWanted(string TransferId, string ArrivalId);

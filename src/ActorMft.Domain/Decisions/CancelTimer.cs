namespace ActorMft.Domain.Decisions;

/// <summary>Cancels a timer of the deciding actor. Unknown names are ignored.</summary>
public sealed record CancelTimer(string Name) : Effect;

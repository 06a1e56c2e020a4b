namespace ActorMft.Actors;

/// <summary>The timer does not fire any more; without effect when there is none.</summary>
public sealed record CancelTimer(string Name) : TimerChange(Name);

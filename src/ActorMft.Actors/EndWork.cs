namespace ActorMft.Actors;

/// <summary>The work is over: a run in progress is cancelled and none starts any more.</summary>
public sealed record EndWork(string WorkId) : WorkChange(WorkId);

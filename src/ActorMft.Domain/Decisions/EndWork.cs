namespace ActorMft.Domain.Decisions;

/// <summary>Ends work: a running worker is cancelled and the work is not started again. Unknown ids are ignored.</summary>
public sealed record EndWork(string WorkId) : Effect;

namespace ActorMft.Domain.Pulls;

/// <summary>From the worker of <see cref="LookAtSource"/>.</summary>
/// <param name="Transient">With an error: whether another attempt may help before the next time of the schedule.</param>
public sealed record LookEnded(long Revision, int Attempt, LookOutcome Outcome, bool Transient);

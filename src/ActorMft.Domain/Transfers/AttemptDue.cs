namespace ActorMft.Domain.Transfers;

/// <summary>The timer of the next attempt.</summary>
/// <param name="Attempt">The attempt to start.</param>
public sealed record AttemptDue(int Attempt);

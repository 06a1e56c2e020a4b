namespace ActorMft.Domain.Pulls;

/// <summary>The timer of the next look.</summary>
/// <param name="Attempt">From 1; a look that failed is tried again as the flow's retry says.</param>
public sealed record LookDue(int Attempt);

namespace ActorMft.Domain.Flows;

/// <summary>The answer to <see cref="ReachFlow"/>.</summary>
public sealed record FlowReached;

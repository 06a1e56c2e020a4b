namespace ActorMft.Domain.Flows;

/// <summary>Asks the flow to answer, with <see cref="FlowReached"/>: everything that was sent to it before is handled by then.</summary>
public sealed record ReachFlow;

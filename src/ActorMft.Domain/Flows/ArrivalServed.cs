namespace ActorMft.Domain.Flows;

/// <summary>All of an arrival's transfers have ended, and the next file of its path has its turn.</summary>
public sealed record ArrivalServed(DateTimeOffset At, string ArrivalId) : FlowEvent(At);

namespace ActorMft.Domain.Transfers;

/// <summary>From the flow: a newer file came to the same path and waits for this one.</summary>
public sealed record SourceReplaced(string ByArrivalId);

namespace ActorMft.Domain.Transfers;

/// <summary>From the flow: what became of the source after all targets were served.</summary>
public sealed record SourceSettled(bool Deleted, string? Reason);

namespace ActorMft.Domain.Transfers;

/// <summary>From the worker of <see cref="DiscardPart"/>.</summary>
/// <param name="Reason">Why the part file may still be there; null when it isn't.</param>
public sealed record PartDiscarded(string? Reason);

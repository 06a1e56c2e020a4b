namespace ActorMft.Domain.Flows;

/// <summary>From the worker of <see cref="ReleaseSource"/>: the pin is dropped and the source is as the flow wants it.</summary>
/// <param name="Deleted">The source was removed.</param>
/// <param name="Reason">Why it wasn't, although it should have been; for example because it was replaced by a newer file.</param>
/// <param name="Gone">Nothing is at the path any more, by whose doing ever.</param>
public sealed record SourceReleased(string ArrivalId, bool Deleted, string? Reason, bool Gone = false);

namespace ActorMft.Domain.Pulls;

/// <summary>A flow's looks at its source, as people see them.</summary>
/// <param name="NextRun">When the next look is due; one that is due is under way. Null while there is none.</param>
/// <param name="Hold">Why nobody looks, as a sentence.</param>
/// <param name="LastRun">Null before the first look under the present definition has ended.</param>
public sealed record PullRow(DateTimeOffset? NextRun, string? Hold, LookOutcome? LastRun);

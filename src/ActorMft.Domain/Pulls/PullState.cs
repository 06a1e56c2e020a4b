namespace ActorMft.Domain.Pulls;

/// <summary>Where and when to look. Looks themselves leave no events: a flow may look every few seconds for years.</summary>
public sealed record PullState
{
    /// <summary>Null before the first definition and after removal.</summary>
    public DefinePull? Definition { get; init; }

    public long Revision { get; init; }
}

namespace ActorMft.Domain.Sessions;

/// <summary>One partner's connection.</summary>
public sealed record SessionState
{
    /// <summary>The place that its endpoint keeps for it; null before it has one.</summary>
    public ExpectSession? Place { get; init; }

    /// <summary>Null before it is opened.</summary>
    public OpenSession? Session { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Why it is being closed; null while it isn't.</summary>
    public string? ClosingReason { get; init; }

    public bool Ended { get; init; }
}

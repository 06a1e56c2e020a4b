namespace ActorMft.Domain.Sessions;

/// <summary>One partner's connection.</summary>
public sealed record SessionState
{
    /// <summary>Null before it is opened.</summary>
    public OpenSession? Session { get; init; }

    /// <summary>Why it is being closed; null while it isn't.</summary>
    public string? ClosingReason { get; init; }

    public bool Ended { get; init; }
}

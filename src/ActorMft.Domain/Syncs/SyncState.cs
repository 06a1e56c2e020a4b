using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Syncs;

/// <summary>A sync: as declared, what it does now, and how it ended last.</summary>
public sealed record SyncState
{
    /// <summary>Null while it isn't declared.</summary>
    public SyncSpec? Spec { get; init; }

    /// <summary>The catalog's revision that <see cref="Spec"/> is from.</summary>
    public long Revision { get; init; }

    /// <summary>Why it can't run now; null when it can.</summary>
    public string? Hold { get; init; }

    public SyncRunning? Running { get; init; }

    public SyncOutcome? Last { get; init; }
}

namespace ActorMft.Domain.Resources;

/// <summary>Carries every file that arrives at a source to one or more targets.</summary>
public sealed record FlowSpec() : ResourceSpec(ResourceKind.Flow)
{
    /// <summary>Files of a disabled flow wait until it is enabled.</summary>
    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    public FlowSource Source { get; init; } = new();

    public IReadOnlyList<FlowTarget> Targets { get; init; } = [];

    /// <summary>At most so many transfers of this flow go at a time; null: as many as there are.</summary>
    public int? Parallel { get; init; }

    public FlowOrder Order { get; init; }

    /// <summary>Makes the flow a space inbox: partners get its credentials by one call, and its source is emptied as files are imported.</summary>
    public InboxSpec? Inbox { get; init; }

    public RetryPolicy Retry { get; init; } = new();
}

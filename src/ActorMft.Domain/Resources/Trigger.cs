namespace ActorMft.Domain.Resources;

/// <summary>When a file of a flow's source counts as complete.</summary>
public sealed record Trigger
{
    public TriggerOn On { get; init; }

    /// <summary>Globs for names that are still being written; a rename from one to a name that counts is an arrival.</summary>
    public IReadOnlyList<string> TemporaryNames { get; init; } = ["*.filepart", "*.tmp", "*.part"];

    /// <summary>With <see cref="TriggerOn.TriggerFile"/>: the trigger file's name, as a <see cref="Flows.TriggerTemplate"/>.</summary>
    public string? TriggerFile { get; init; }
}

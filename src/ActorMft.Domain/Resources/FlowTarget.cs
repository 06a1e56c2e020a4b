namespace ActorMft.Domain.Resources;

/// <summary>Where a flow's files go.</summary>
public sealed record FlowTarget
{
    public string Endpoint { get; init; } = "";

    /// <summary>The directory at the target; relative paths start where the login lands. Default: there.</summary>
    public string Path { get; init; } = "";

    public OnExisting OnExisting { get; init; }
}

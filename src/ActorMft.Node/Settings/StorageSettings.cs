namespace ActorMft.Node.Settings;

/// <summary>Where the partners' files lie.</summary>
public sealed record StorageSettings
{
    /// <summary><c>storage.path</c>: one directory, mounted by every node of a cluster. Default: <c>data/files</c>.</summary>
    public string Path { get; init; } = "data/files";
}

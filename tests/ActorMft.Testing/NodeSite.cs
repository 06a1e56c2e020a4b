namespace ActorMft.Testing;

/// <summary>Where a node lives: its own folder, and what it shares with the other nodes.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Folder">Holds its settings and its token, and its log.</param>
/// <param name="Database">As in the settings: <c>sqlite:PATH</c> or <c>postgres://...</c>.</param>
/// <param name="Storage">The directory of files.</param>
/// <param name="KeyFile">Encrypts its secrets.</param>
public sealed record NodeSite(string Name, string Folder, string Database, string Storage, string KeyFile)
{
    /// <summary>Further lines of its settings.</summary>
    public string More { get; init; } = "";

    /// <summary>Variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A node with SQLite and everything below one folder.</summary>
    public static NodeSite Alone(string folder) => new(
        "node-1",
        folder,
        "sqlite:" + Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "database")).FullName, "actormft.db"),
        Path.Combine(folder, "files"),
        Path.Combine(folder, "secret.key"));
}

namespace ActorMft.Node.Settings;

/// <summary>Which database the cluster is: <c>sqlite:PATH</c> for one node, <c>postgres://...</c> for several.</summary>
/// <param name="Kind">The store behind it.</param>
/// <param name="Target">The file's path for SQLite, the whole URL for PostgreSQL.</param>
public sealed record DatabaseSettings(DatabaseKind Kind, string Target)
{
    /// <summary>One file below the working directory.</summary>
    public static DatabaseSettings Default { get; } = new(DatabaseKind.Sqlite, "data/actormft.db");
}

namespace ActorMft.Node.Settings;

/// <summary>The stores that a node can be pointed at.</summary>
public enum DatabaseKind
{
    /// <summary>One file, one node: <c>sqlite:PATH</c>.</summary>
    Sqlite,

    /// <summary>One database, any number of nodes: <c>postgres://USER:PASSWORD@HOST:PORT/NAME</c>.</summary>
    Postgres,
}

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>One or both ways of a connection.</summary>
[Flags]
public enum Direction
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>From the node to the database.</summary>
    ToServer = 1,

    /// <summary>From the database to the node.</summary>
    ToClient = 2,

    /// <summary>Both.</summary>
    Both = ToServer | ToClient,
}

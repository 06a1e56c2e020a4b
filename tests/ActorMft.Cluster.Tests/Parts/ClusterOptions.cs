namespace ActorMft.Cluster.Tests.Parts;

/// <summary>The size of a cluster and its limits.</summary>
public sealed record ClusterOptions
{
    public int Nodes { get; init; } = 3;

    /// <summary>Short, so that tests of lost leases are.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);

    public int Shards { get; init; } = 16;

    /// <summary>The cap of connections to the bank.</summary>
    public int MaxConnections { get; init; } = 25;

    /// <summary>What the flow does with a file that was delivered: <c>keep</c> or <c>delete</c>.</summary>
    public string AfterCopy { get; init; } = "keep";

    /// <summary>Whether a watchdog, as systemd has one, kills nodes that stand still for half a lease.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Sessions of the inbox over the whole cluster; 0: no limit.</summary>
    public int MaxSessions { get; init; }
}

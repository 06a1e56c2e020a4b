namespace ActorMft.Node.Settings;

/// <summary>How nodes share the work.</summary>
public sealed record ClusterSettings
{
    /// <summary><c>cluster.lease</c>: how long a silent node keeps its shards; 1 s to 5 min. Default: 10 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>cluster.shards</c>: fixed when the database is first used; 1 to 4096. Default: 64.</summary>
    public int Shards { get; init; } = 64;

    /// <summary><c>cluster.drainTimeout</c>: how long a node that stops waits for busy sessions; 0 s to 1 h. Default: 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);
}

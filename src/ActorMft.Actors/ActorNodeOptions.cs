namespace ActorMft.Actors;

/// <summary>The settings of a node's engine.</summary>
public sealed record ActorNodeOptions
{
    /// <summary>The node's name, stable over restarts.</summary>
    public required string Name { get; init; }

    /// <summary>Shown in the list of members.</summary>
    public string Version { get; init; } = "";

    /// <summary>Where its operator reaches it; shown in the list of members.</summary>
    public string Address { get; init; } = "";

    /// <summary>The fixed number of shards, 1 to 4,096; set once per database. Default 64.</summary>
    public int Shards { get; init; } = 64;

    /// <summary>How long the node's hold on its shards lasts without a renewal; at least 1 s. Default 10 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After this many failed attempts a message becomes a dead letter. Default 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>At most this many messages of a shard are decided in one commit. Default 200.</summary>
    public int BatchLimit { get; init; } = 200;

    /// <summary>How long an answered request is remembered. Default 24 h.</summary>
    public TimeSpan RequestRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long the log of a finished entity is kept. Default 90 days.</summary>
    public TimeSpan KeepFinished { get; init; } = TimeSpan.FromDays(90);

    /// <summary>An entity that got no message for this long leaves the memory. Default 5 min.</summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The first pause before a failed work is run again; doubles up to 60 times as much. Default 1 s.</summary>
    public TimeSpan WorkRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Makes incarnations; replaced where runs must be repeatable.</summary>
    internal Func<Guid> NewIncarnation { get; init; } = Guid.NewGuid;

    /// <summary>Makes ids of messages and works; replaced where runs must be repeatable.</summary>
    internal Func<string> NewId { get; init; } = static () => Guid.CreateVersion7().ToString("N");
}

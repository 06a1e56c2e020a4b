using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>What the parts of one node's engine share over its incarnations.</summary>
internal sealed record EngineParts(
    ActorNodeOptions Options,
    IActorStore Store,
    IReadOnlyDictionary<string, EntityKind> Kinds,
    MessageCodec Codec,
    IWorkRunner WorkRunner,
    TimeProvider Time,
    ILoggerFactory LoggerFactory)
{
    private long _renewalTriedAt = Time.GetTimestamp();

    internal ShardMap Shards { get; } = new(Options.Shards, Kinds);

    /// <summary>The date of decisions; <see cref="Time"/> is for waiting and for the node's own deadline.</summary>
    internal StoreClock Clock { get; } = new(Time);

    /// <summary>Timestamp of the last try to join or to renew, whatever came of it.</summary>
    internal long RenewalTriedAt
    {
        get => Interlocked.Read(ref _renewalTriedAt);
        set => Interlocked.Exchange(ref _renewalTriedAt, value);
    }

    internal RequestWaiters Waiters { get; } = new(Time);

    internal ViewSignals Views { get; } = new();

    internal OutageLog Outage { get; } = new(Time, LoggerFactory.CreateLogger<OutageLog>());
}

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
    internal ShardMap Shards { get; } = new(Options.Shards, Kinds);

    /// <summary>The date of decisions; <see cref="Time"/> is for waiting and for the node's own deadline.</summary>
    internal StoreClock Clock { get; } = new(Time);

    internal RequestWaiters Waiters { get; } = new(Time);

    internal ViewSignals Views { get; } = new();
}

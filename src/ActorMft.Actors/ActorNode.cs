using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors;

/// <summary>
/// One node's engine: owns shards, runs their entities and works. A message accepted is durable and handled exactly once; what
/// a decision says commits together.
/// </summary>
public sealed class ActorNode : IMessenger, IAsyncDisposable
{
    /// <summary>The node's name.</summary>
    public string Name => throw new NotSupportedException();

    /// <summary>This run of the node. Changes when the node was fenced and joined again.</summary>
    public Guid Incarnation => throw new NotSupportedException();

    /// <summary>Completes when the node was drained or disposed; faults with a <see cref="StoreException"/> when it cannot go on.</summary>
    public Task Completion => throw new NotSupportedException();

    /// <summary>Whether the node may start handlers now: its lease holds.</summary>
    public bool IsReady => throw new NotSupportedException();

    /// <summary>Joins the cluster, claims what is free and starts. Returns when its shards run.</summary>
    /// <param name="store">Stays the caller's; dispose it after the node.</param>
    public static Task<ActorNode> StartAsync(
        ActorNodeOptions options,
        IActorStore store,
        IReadOnlyList<EntityKind> kinds,
        MessageCodec codec,
        IWorkRunner workRunner,
        TimeProvider time,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Makes a key for an entity of an <see cref="EntityKind.PrivateShard"/> kind that lives on this node: <c>UNIQUE-SHARD</c>.</summary>
    /// <param name="unique">Unique within the kind over the cluster, for instance a ULID.</param>
    public string NewPrivateKey(string unique) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask SendAsync(EntityId to, object message, string? requestId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<TReply> AskAsync<TReply>(EntityId to, object message, string? requestId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The entity's whole log, oldest first; empty when it has none.</summary>
    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EntityId entity, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A page of a view.</summary>
    public Task<IReadOnlyList<ViewRow>> QueryAsync(ViewQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>One row of a view, or null.</summary>
    public Task<ViewRow?> GetViewAsync(string view, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>
    /// Calls back, on the committing thread, with the names of the views that a commit of this node may have changed. Be quick; do not
    /// throw. Dispose to stop.
    /// </summary>
    public IDisposable OnViewsChanged(Action<IReadOnlySet<string>> callback) => throw new NotSupportedException();

    /// <summary>Yields at once, then whenever the view may have changed: after each commit of this node, and every second (other nodes).</summary>
    public IAsyncEnumerable<string> WatchViewAsync(string view, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The newest dead letters first.</summary>
    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>All incarnations that the store remembers.</summary>
    public Task<IReadOnlyList<NodeMember>> ReadMembersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>All shards.</summary>
    public Task<IReadOnlyList<ShardStatus>> ReadShardsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Stops taking messages, cancels its works and waits for them, gives its shards back and leaves. Sends still work.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

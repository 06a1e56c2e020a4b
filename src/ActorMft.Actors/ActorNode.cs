using System.Runtime.CompilerServices;
using ActorMft.Actors.Engine;
using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors;

/// <summary>
/// One node's engine: owns shards, runs their entities and works. A message accepted is durable and handled exactly once; what
/// a decision says commits together.
/// </summary>
public sealed class ActorNode : IMessenger, IAsyncDisposable
{
    private readonly EngineParts _parts;
    private readonly Outbox _outbox;
    private readonly NodeLife _life;
    private readonly CancellationTokenSource _closed = new();
    private int _isDisposed;

    private ActorNode(EngineParts parts)
    {
        _parts = parts;
        _outbox = new Outbox(
            parts, (message, fence) => _life!.Current?.TryHand(message, fence) == true, shards => _life!.Wake(shards), _closed.Token);
        _life = new NodeLife(parts, _outbox);
    }

    /// <summary>The node's name.</summary>
    public string Name => _parts.Options.Name;

    /// <summary>This run of the node. Changes when the node was replaced and joined again.</summary>
    public Guid Incarnation => Run.Incarnation;

    /// <summary>The store's date on the node's own timers: the same on every node, however wrong their clocks are.</summary>
    public TimeProvider Time => _parts.Clock;

    /// <summary>Completes when the node was drained or disposed; faults with a <see cref="StoreException"/> when it cannot go on.</summary>
    public Task Completion => _life.Completion;

    /// <summary>Completes when somebody asked this node to leave, or <see cref="HandOverAsync"/> did: drain it.</summary>
    public Task LeaveRequested => _life.LeaveRequested;

    /// <summary>Whether the node may start handlers now: it has joined and its lease holds.</summary>
    public bool IsReady => Run.IsReady;

    /// <summary>The present right to act for the cluster; null while there is none.</summary>
    public LeaseHold? Hold => _life.Current?.Hold;

    /// <summary>How long ago the node last tried to join or to renew its lease: past any timeout of the store, its loops stand still.</summary>
    public TimeSpan SinceRenewalTried => _parts.Time.GetElapsedTime(_parts.RenewalTriedAt);

    private NodeRun Run => _life.Joined;

    /// <summary>Joins the cluster, claims what is free and starts. Returns when its shards run.</summary>
    /// <param name="store">Stays the caller's; dispose it after the node.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two kinds have one name.</exception>
    /// <exception cref="StoreException">The store refused.</exception>
    public static async Task<ActorNode> StartAsync(
        ActorNodeOptions options,
        IActorStore store,
        IReadOnlyList<EntityKind> kinds,
        MessageCodec codec,
        IWorkRunner workRunner,
        TimeProvider time,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(kinds);
        Validate(options, kinds);
        Dictionary<string, EntityKind> byName = kinds.ToDictionary(static kind => kind.Name, StringComparer.Ordinal);
        ActorNode node = new(new EngineParts(options, store, byName, codec, workRunner, time, loggerFactory));
        await node._life.BeginAsync(cancellationToken);
        try
        {
            await node.Run.FirstLook.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await node.DisposeAsync();
            throw;
        }

        return node;
    }

    /// <summary>Makes a key for an entity of an <see cref="EntityKind.PrivateShard"/> kind that lives on this node: <c>UNIQUE-SHARD</c>.</summary>
    /// <param name="unique">Unique within the kind over the cluster, for instance a ULID.</param>
    public string NewPrivateKey(string unique) => ShardMap.PrivateKey(unique, Run.PrivateShard);

    /// <inheritdoc/>
    public ValueTask SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        _outbox.SendAsync(messages, null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendAsync(EntityId to, object message, string? requestId, CancellationToken cancellationToken) =>
        _outbox.SendAsync([new OutgoingMessage(to, message, requestId)], null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TReply> AskAsync<TReply>(EntityId to, object message, string? requestId, CancellationToken cancellationToken) =>
        _outbox.AskAsync<TReply>(to, message, requestId, null, cancellationToken);

    /// <summary>The entity's whole log, oldest first; empty when it has none.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EntityId entity, CancellationToken cancellationToken)
    {
        IReadOnlyList<EventRow> rows = await _parts.Store.ReadEventsAsync(entity, cancellationToken);
        return [.. rows.Select(row => new StoredEvent(
            row.Sequence, row.Epoch, row.Event.Type, row.At, row.MessageId, _parts.Codec.Decode(row.Event), row.Event.Json))];
    }

    /// <summary>A page of a view.</summary>
    public Task<IReadOnlyList<ViewRow>> QueryAsync(ViewQuery query, CancellationToken cancellationToken) =>
        _parts.Store.QueryViewAsync(query, cancellationToken);

    /// <summary>One row of a view, or null.</summary>
    public Task<ViewRow?> GetViewAsync(string view, string id, CancellationToken cancellationToken) =>
        _parts.Store.ReadViewRowAsync(view, id, cancellationToken);

    /// <summary>Those of a view's rows that are there, in no order.</summary>
    public Task<IReadOnlyList<ViewRow>> GetViewsAsync(string view, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        _parts.Store.ReadViewRowsAsync(view, ids, cancellationToken);

    /// <summary>
    /// Calls back, on the committing thread, with the names of the views that a commit of this node may have changed. Be quick; do not
    /// throw. Dispose to stop.
    /// </summary>
    public IDisposable OnViewsChanged(Action<IReadOnlySet<string>> callback) => _parts.Views.Add(callback);

    /// <summary>Yields at once, then whenever the view may have changed: after each commit of this node, and every second (other nodes).</summary>
    public async IAsyncEnumerable<string> WatchViewAsync(string view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Signal changed = new(_parts.Time);
        using IDisposable callback = OnViewsChanged(views =>
        {
            if (views.Contains(view))
            {
                changed.Set();
            }
        });
        while (!cancellationToken.IsCancellationRequested)
        {
            yield return view;
            await changed.WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    /// <summary>The newest dead letters first.</summary>
    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        _parts.Store.ReadDeadLettersAsync(limit, cancellationToken);

    /// <summary>All nodes and shards, in one look.</summary>
    public Task<ClusterPicture> ReadClusterAsync(CancellationToken cancellationToken) => _parts.Store.ReadClusterAsync(cancellationToken);

    /// <summary>How many entities of a kind this node has in memory, by shard that it runs.</summary>
    public IReadOnlyList<EntityCount> CountEntities(string kind) => Run.CountEntities(kind);

    /// <summary>Asks a node to leave; it sees that at its next look.</summary>
    /// <returns>False: it is not up any more.</returns>
    public Task<bool> AskToLeaveAsync(Guid incarnation, CancellationToken cancellationToken) =>
        _parts.Store.RequestLeaveAsync(incarnation, cancellationToken);

    /// <summary>Declares a node dead whose lease has passed, without waiting for the others to notice.</summary>
    /// <returns>False: its lease holds, or it is not up any more.</returns>
    public Task<bool> DeclareDeadAsync(NodeMember member, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(member);
        return _parts.Store.DeclareDeadAsync(member.Incarnation, member.Beat, cancellationToken);
    }

    /// <summary>All incarnations as this node's last look saw them, at most a sixth of a lease ago while the store answers.</summary>
    public async Task<IReadOnlyList<NodeMember>> ReadRecentMembersAsync(CancellationToken cancellationToken) =>
        Run.Recent?.Nodes ?? await ReadMembersAsync(cancellationToken);

    /// <summary>The sequence of an entity's last event; 0 when it has none.</summary>
    public Task<long> ReadSequenceAsync(EntityId entity, CancellationToken cancellationToken) => _parts.Store.ReadSequenceAsync(entity, cancellationToken);

    /// <summary>All incarnations that the store remembers.</summary>
    public async Task<IReadOnlyList<NodeMember>> ReadMembersAsync(CancellationToken cancellationToken) =>
        (await _parts.Store.ReadClusterAsync(cancellationToken)).Nodes;

    /// <summary>All shards.</summary>
    public async Task<IReadOnlyList<ShardStatus>> ReadShardsAsync(CancellationToken cancellationToken) =>
        (await _parts.Store.ReadClusterAsync(cancellationToken)).Shards;

    /// <summary>
    /// Says that this node is leaving: the others get its shards while it ends what only it can end. A node without others keeps
    /// them. Sends still work; <see cref="DrainAsync"/> must follow.
    /// </summary>
    /// <exception cref="StoreException">The store could not be told; draining goes on without.</exception>
    public Task HandOverAsync(CancellationToken cancellationToken) => _life.HandOverAsync(cancellationToken);

    /// <summary>
    /// Ends <see cref="Hold"/> when its deadline has passed. The engine's own timer does that too, but a timer comes late when the thread
    /// pool is busy; who must not depend on that calls this now and then from a thread of its own.
    /// </summary>
    public void CheckDeadline() => _life.Current?.CheckDeadline();

    /// <summary>Stops taking messages, cancels its works and waits for them, gives its shards back and leaves. Sends still work.</summary>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        _life.Leave();
        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Drains, waiting for works no longer than a lease, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        _life.Leave();
        await using (_parts.Time.CreateTimer(state => ((NodeLife)state!).GiveUp(), _life, _parts.Options.Lease, Timeout.InfiniteTimeSpan))
        {
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        _closed.Cancel();
        _life.Dispose();
    }

    private static void Validate(ActorNodeOptions options, IReadOnlyList<EntityKind> kinds)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Shards, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Shards, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lease, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchLimit, 1);
        if (kinds.FirstOrDefault(static kind => kind.Name.Length == 0 || kind.Name.Contains('/', StringComparison.Ordinal)) is { } unnamed)
        {
            throw new ArgumentException($"'{unnamed.Name}' cannot name an entity kind: it must not be empty or have a slash.", nameof(kinds));
        }
    }
}

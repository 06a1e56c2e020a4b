using ActorMft.Actors;
using ActorMft.Actors.Storage;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Members;
using ActorMft.Domain.Sessions;
using ActorMft.Node.Engine;
using ActorMft.Node.Sessions;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Sessions;

/// <summary>An endpoint with one place, on a real engine: the place comes back although nobody says that the session is over.</summary>
public sealed class SessionPlacesTests : IAsyncLifetime
{
    private static readonly EntityId _inbox = ActorId.Endpoint("acme", "inbox").ToEntityId();

    private readonly TemporaryDirectory _directory = new();
    private IActorStore _store = null!;

    public async Task InitializeAsync() => _store = await EngineStart.OpenStoreAsync(
        new DatabaseSettings(DatabaseKind.Sqlite, _directory["mft.db"]), TimeSpan.FromSeconds(10), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Place_of_a_connection_that_never_learned_of_it_is_given_back()
    {
        await using var node = await StartAsync(new SessionRegistry());
        await node.SendAsync(_inbox, new DefineEndpoint(Enabled: true, MaxSessions: 1), requestId: null, CancellationToken.None);
        (await EnterAsync(node)).Granted.ShouldBeTrue();
        await UntilGrantedAsync(node);
    }

    [Fact]
    public async Task Place_of_a_connection_whose_end_could_not_be_stored_is_given_back_then_and_not_before()
    {
        var registry = new SessionRegistry();
        await using var node = await StartAsync(registry);
        await node.SendAsync(_inbox, new DefineEndpoint(Enabled: true, MaxSessions: 1), requestId: null, CancellationToken.None);
        var id = node.NewPrivateKey("one");
        using var session = new PartnerSession(
            new SessionIdentity(id, "acme", "inbox", "anna", "/"), () => TimeSpan.Zero, _ => ValueTask.CompletedTask, TimeProvider.System);
        registry.Add(session);
        (await EnterAsync(node, id)).Granted.ShouldBeTrue();
        (await EnterAsync(node)).Granted.ShouldBeFalse();
        session.End("the partner disconnected");
        session.EndReported(isStored: false);
        await UntilGrantedAsync(node);
    }

    [Fact]
    public async Task Place_that_a_node_left_behind_is_given_back_by_the_next()
    {
        await using (var node = await StartAsync(registry: null))
        {
            await node.SendAsync(_inbox, new DefineEndpoint(Enabled: true, MaxSessions: 1), requestId: null, CancellationToken.None);
            (await EnterAsync(node)).Granted.ShouldBeTrue();
            (await EnterAsync(node)).Granted.ShouldBeFalse();
        }

        await using var next = await StartAsync(new SessionRegistry());
        await UntilGrantedAsync(next);
    }

    /// <param name="registry">Null: no work gets done, as on a node that dies.</param>
    private async Task<ActorNode> StartAsync(SessionRegistry? registry)
    {
        var settings = new NodeSettings
        {
            NodeName = "node-1",
            Database = new DatabaseSettings(DatabaseKind.Sqlite, _directory["mft.db"]),
        };
        var dispatcher = new WorkDispatcher();
        var node = await EngineStart.StartActorsAsync(
            settings, _store, dispatcher, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        if (registry is not null)
        {
            var holder = new SessionHolder(registry, node);
            dispatcher.Open(new Dictionary<Type, IWorkRunner>
            {
                [typeof(HoldSession)] = holder,
                [typeof(EndConnection)] = holder,

                // Nobody but the session actor gives a place back here.
                [typeof(WatchHolders)] = new HolderWatch(_ => Task.FromResult<IReadOnlyList<NodeMember>>([]), TimeProvider.System),
            });
        }

        return node;
    }

    private static ValueTask<EnterReply> EnterAsync(ActorNode node, string? id = null) => node.AskAsync<EnterReply>(
        _inbox,
        new EnterSession(id ?? node.NewPrivateKey(Guid.NewGuid().ToString("N")), "anna", "192.0.2.1:50000", "test", "node-1", node.Incarnation),
        requestId: null,
        CancellationToken.None);

    private static async Task UntilGrantedAsync(ActorNode node)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await EnterAsync(node)).Granted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }
}

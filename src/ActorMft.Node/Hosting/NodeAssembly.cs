using System.Net.Sockets;
using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Json;
using ActorMft.Domain.Members;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Sessions;
using ActorMft.Domain.Syncs;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Catalog;
using ActorMft.Node.Connector;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Endpoints.ExternalSftp;
using ActorMft.Node.Endpoints.Lan;
using ActorMft.Node.Endpoints.SftpServer;
using ActorMft.Node.Engine;
using ActorMft.Node.Files;
using ActorMft.Node.Management;
using ActorMft.Node.Mounts;
using ActorMft.Node.Pulls;
using ActorMft.Node.Remotes;
using ActorMft.Node.Secrets;
using ActorMft.Node.Sessions;
using ActorMft.Node.Settings;
using ActorMft.Node.Supervision;
using ActorMft.Node.Syncs;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Hosting;

/// <summary>Puts a node together, in the order in which its parts need each other. Partners are let in last.</summary>
internal sealed class NodeAssembly(NodeSettings settings, ILoggerFactory loggers, TimeProvider time, Ownership ownership)
{
    private readonly NodeState _state = new();

    public async Task<NodeParts> BuildAsync(CancellationToken cancellationToken)
    {
        var token = AdminToken.Load(settings.Management.AdminTokenFile);
        var database = ownership.Own(await EngineStart.OpenStoreAsync(settings.Database, settings.Cluster.Lease, time, loggers, cancellationToken));
        var check = await ClusterCheck.BeginAsync(settings, database, cancellationToken);
        var protector = ownership.Own(new SecretProtector(check.Key));
        var store = ownership.Own(FileStore.Open(settings.Storage.Path));

        var dispatcher = new WorkDispatcher();
        var actors = ownership.Own(await EngineStart.StartActorsAsync(settings, database, dispatcher, time, loggers, cancellationToken));
        await check.CompleteAsync(actors, protector, cancellationToken);
        var catalog = ownership.Own(await CatalogReader.StartAsync(actors, loggers.CreateLogger<CatalogReader>(), cancellationToken));
        var pinSweep = new PinSweep(store, catalog, actors, loggers.CreateLogger<PinSweep>());
        if (settings.Database.Kind == DatabaseKind.Sqlite)
        {
            // No other process has the database, and partners aren't let in yet: nothing can be about to be acknowledged.
            await pinSweep.RunAsync(age: TimeSpan.Zero, cancellationToken);
        }

        ownership.Own(PinSweeper.Start(pinSweep, time, loggers.CreateLogger<PinSweeper>()));

        var node = new ThisNode(settings.NodeName, () => actors.Incarnation, actors.NewPrivateKey);
        var arrivals = new Arrivals(store, catalog, actors, actors.Time, loggers.CreateLogger<Arrivals>());
        var sockets = new OutboundSockets();
        var lifeline = ownership.Own(StartLifeline(actors, sockets));
        var connections = ownership.Own(new RemoteConnections(
            catalog,
            new RemoteConnector(actors, protector, sockets, settings.Remotes, time, loggers),
            actors,
            node,
            () => actors.Hold,
            (pool, stop) => ReadPoolAsync(actors, pool, stop),
            actors.Time,
            loggers.CreateLogger<RemoteConnections>()));
        var progress = new ProgressRegistry(time);
        var sessions = new SessionRegistry();
        var opener = new EndpointOpener(catalog, EndpointTypes(store, arrivals, connections));
        var syncs = new SyncOpener(opener, connections, time);
        dispatcher.Open(Runners(actors, opener, store, progress, sessions, node, syncs));

        var mounts = ownership.Own(new MountFactory(
            catalog,
            (mount, stop) => connections.RentAsync(mount.Organization ?? "", mount.Remote, "mount " + mount.Name, MountFactory.Patience, stop),
            check.StorageId,
            time,
            loggers.CreateLogger<MountFactory>()));
        var hasher = new PasswordHasher(time: time);
        var listener = await ListenAsync(actors, protector, hasher, catalog, store, arrivals, mounts, sessions, node, cancellationToken);
        var declarations = new ResourceDeclarations(actors, catalog, new SecretBoundary(protector, hasher), new MountFolders(store));
        var connector = new FileConnector(opener, time);
        var places = new ConnectorPlaces(catalog, connector);
        var management = await ManageAsync(
            token,
            [
                new HealthApi(_state),
                new ResourceApi(catalog, declarations, new LookStatus(actors), settings.Sftp.PublicUrl),
                new ApplyApi(declarations),
                new SessionApi(actors, sessions),
                new TransferApi(actors, catalog, progress),
                new RemoteApi(actors, catalog, new RemoteTester(connections, time)),
                new CredentialsApi(actors, catalog, protector, hasher, new PartnerAddress(settings.Sftp, listener.LocalEndPoint)),
                new SyncApi(actors, catalog, syncs),
                new ConnectorApi(places, connector, new ConnectorAudit(actors, time, loggers.CreateLogger<ConnectorAudit>())),
                new ListenApi(places, connector, time),
                new AuditApi(actors),
                new ClusterApi(actors, loggers.CreateLogger<ClusterApi>()),
                new ShardApi(actors),
                new MetricsApi(actors, _state, sessions),
            ],
            cancellationToken);
        _state.Phase = NodePhase.Up;
        return new NodeParts(actors, catalog, connections, lifeline, listener, management, _state, ownership);
    }

    private Lifeline StartLifeline(ActorNode actors, OutboundSockets sockets)
    {
        var lease = settings.Cluster.Lease;

        // A call of the database is given up before that.
        var patience = (5 * lease) + TimeSpan.FromSeconds(30);
        var vitals = new Vitals(
            actors.CheckDeadline,
            () => actors.Hold?.Remaining,
            () => sockets.Open,
            () => actors.Completion.IsCompleted || actors.SinceRenewalTried < patience,
            () => _state.Phase.ToString().ToLowerInvariant());
        var manager = ServiceManager.Find(Environment.GetEnvironmentVariable, loggers.CreateLogger<ServiceManager>());
        var lifeline = new Lifeline(vitals, manager, lease, time, loggers.CreateLogger<Lifeline>());
        lifeline.Start();
        return lifeline;
    }

    private static async Task<PoolRow?> ReadPoolAsync(ActorNode actors, string pool, CancellationToken cancellationToken) =>
        await actors.GetViewAsync(ViewNames.Pool, pool, cancellationToken) is { } row ? DomainJson.Read<PoolRow>(row.Json) : null;

    // A new type of endpoint is one line here.
    private static IEndpointType[] EndpointTypes(FileStore store, Arrivals arrivals, RemoteConnections connections) =>
        [new SftpServerEndpoint(store, arrivals), new ExternalSftpEndpoint(connections), new LanEndpoint()];

    private Dictionary<Type, IWorkRunner> Runners(
        ActorNode actors, EndpointOpener opener, FileStore store, ProgressRegistry progress, SessionRegistry sessions, ThisNode node, SyncOpener syncs)
    {
        var delivery = new DeliveryRunner(opener, store, progress, node, loggers.CreateLogger<DeliveryRunner>());
        var looks = new LookRunner(opener, TakenMemory.Of(actors), actors.Time, loggers.CreateLogger<LookRunner>());
        var holder = new SessionHolder(sessions, actors);
        return new Dictionary<Type, IWorkRunner>
        {
            [typeof(Deliver)] = delivery,
            [typeof(DiscardPart)] = delivery,
            [typeof(ReleaseSource)] = new ReleaseRunner(store, opener, loggers.CreateLogger<ReleaseRunner>()),
            [typeof(LookAtSource)] = looks,
            [typeof(ForgetAllTaken)] = looks,
            [typeof(HoldSession)] = holder,
            [typeof(EndConnection)] = holder,
            [typeof(RunSync)] = new SyncRunner(syncs, time, loggers.CreateLogger<SyncRunner>()),
            [typeof(WatchHolders)] = new HolderWatch(actors.ReadRecentMembersAsync, time),
        };
    }

    private async Task<SftpListener> ListenAsync(
        ActorNode actors,
        ISecretProtector protector,
        PasswordHasher hasher,
        ICatalog catalog,
        FileStore store,
        Arrivals arrivals,
        MountFactory mounts,
        SessionRegistry sessions,
        ThisNode node,
        CancellationToken cancellationToken)
    {
        var keys = await HostKeyRing.OpenAsync(actors, protector, cancellationToken);
        foreach (var key in keys)
        {
            ownership.Own(key);
        }

        var authenticator = ownership.Own(new UserAuthenticator(catalog, hasher, new LoginPenalties(settings.Sftp.Penalties, time), loggers.CreateLogger<UserAuthenticator>()));
        var connections = new PartnerConnections(
            PartnerOptions.Of(settings.Sftp, keys),
            authenticator,
            new OpeningLimit(settings.Sftp.Login.Waiting),
            new HangingSessions(HangingSessions.Default, time, loggers.CreateLogger<HangingSessions>()),
            catalog,
            actors,
            node,
            sessions,
            ownership.Own(new SessionGuard(catalog)),
            new SessionFiles(store, arrivals, mounts, loggers.CreateLogger<SessionFiles>()),
            time,
            loggers);
        try
        {
            return ownership.Own(SftpListener.Start(
                settings.Sftp.Listen.ToEndPoint(),
                settings.Sftp.ProxyProtocol,
                new StartupLimit(settings.Sftp.Login.Startups),
                connections,
                sessions,
                time,
                loggers.CreateLogger<SftpListener>()));
        }
        catch (SocketException exception)
        {
            throw StartFailure.Listen(SettingKeys.SftpListen, settings.Sftp.Listen, exception);
        }
    }

    private async Task<ManagementServer> ManageAsync(AdminToken token, IReadOnlyList<IApiGroup> groups, CancellationToken cancellationToken)
    {
        try
        {
            return ownership.Own(await ManagementServer.StartAsync(settings.Management.Listen, token, groups, loggers, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw StartFailure.Listen(SettingKeys.ManagementListen, settings.Management.Listen, exception);
        }
    }
}

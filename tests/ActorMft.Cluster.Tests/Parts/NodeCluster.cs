using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>
/// Three real nodes on one PostgreSQL and one storage directory, each with a line of its own to the database, and a bank's <c>sshd</c>
/// that flow <c>acme/invoices</c> delivers to.
/// </summary>
public sealed class NodeCluster : IAsyncDisposable
{
    private readonly List<Watchdog> _watchdogs = [];

    private NodeCluster(string database, int databasePort, ClusterOptions options)
    {
        Options = options;
        Workspace = new Workspace();
        Bank = new SshdServer(Workspace);
        Database = database;
        Lines = [.. Enumerable.Range(0, options.Nodes).Select(_ => new FaultProxy(databasePort))];
        Nodes = [.. Lines.Select((line, index) => NewNode($"node-{index + 1}", line.Port))];
        Apis = [.. Nodes.Select(static node => new ManagementApi(node))];
        Partners = [.. Nodes.Select(node => PartnerOf(node))];
    }

    public ClusterOptions Options { get; }

    public Workspace Workspace { get; }

    /// <summary>The URL of the database, not through a proxy.</summary>
    public string Database { get; }

    public SshdServer Bank { get; }

    public IReadOnlyList<NodeProcess> Nodes { get; }

    /// <summary>The line of each node to the database.</summary>
    public IReadOnlyList<FaultProxy> Lines { get; }

    /// <summary>Each node's management interface.</summary>
    public IReadOnlyList<ManagementApi> Apis { get; }

    /// <summary>A partner with the stock client at each node.</summary>
    public IReadOnlyList<StockSftp> Partners { get; }

    /// <summary>Where delivered files land.</summary>
    public string Inbound => Path.Combine(Bank.Home, "inbound");

    /// <summary>Where the flow's files lie in the nodes' storage.</summary>
    public string Source => Path.Combine(Nodes[0].Site.Storage, "acme", "inbox", "invoices");

    /// <summary>Starts PostgreSQL's database, the bank and the nodes, one after the other, and declares the flow.</summary>
    public static async Task<NodeCluster> StartAsync(PostgresServer server, ClusterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        var cluster = new NodeCluster(await server.CreateDatabaseAsync(), server.Port, options ?? new ClusterOptions());
        try
        {
            Directory.CreateDirectory(cluster.Inbound);
            await cluster.Bank.StartAsync();
            await cluster.Nodes[0].StartAsync();
            await Task.WhenAll(cluster.Nodes.Skip(1).Select(static node => node.StartAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Declares the organization, its inbox with one user, the bank, and the flow between them.</summary>
    public Task DeclareAsync()
    {
        var job = new MainJob
        {
            Workspace = Workspace,
            BankPort = Bank.Port,
            MaxSessions = Options.MaxSessions,
            MaxConnections = Options.MaxConnections,
            AfterCopy = Options.AfterCopy,
            Retry = "{ attempts: 1000, initialDelay: 200ms, maxDelay: 2s }",
        };
        return ApplyAsync(0, job.Yaml);
    }

    /// <summary>Declares resources at one of the nodes.</summary>
    public async Task ApplyAsync(int node, string yaml)
    {
        var file = Workspace.At($"resources-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, yaml);
        var run = await Nodes[node].CommandAsync("apply", "-f", file);
        run.ExitCode.ShouldBe(0, run.Output + run.Error + Nodes[node].Log);
    }

    /// <summary>The stock client, as a user of the inbox, at one of the nodes.</summary>
    public StockSftp PartnerOf(NodeProcess node, string user = "acme-upload") => new(Workspace, node.SftpPort, user);

    public async ValueTask DisposeAsync()
    {
        foreach (var api in Apis)
        {
            api.Dispose();
        }

        _watchdogs.ForEach(static watchdog => watchdog.Dispose());
        await Task.WhenAll(Nodes.Select(static node => node.DisposeAsync().AsTask()));
        await Task.WhenAll(Lines.Select(static line => line.DisposeAsync().AsTask()));
        await Bank.DisposeAsync();
        Workspace.Dispose();
    }

    private NodeProcess NewNode(string name, int databasePort)
    {
        var url = new UriBuilder(Database) { Port = databasePort }.Uri;
        var site = new NodeSite(name, Workspace.Folder(name), url.AbsoluteUri, Workspace.Folder("files"), Workspace.At("secret.key"))
        {
            More = $"cluster: {{ lease: {Options.Lease.TotalMilliseconds:0}ms, shards: {Options.Shards} }}",
        };
        if (!Options.IsWatched)
        {
            return new NodeProcess(site);
        }

        var watchdog = new Watchdog(Workspace.At(name + ".notify"), Options.Lease / 2);
        _watchdogs.Add(watchdog);
        var node = new NodeProcess(site with { Environment = watchdog.Environment });
        watchdog.Watch(node);
        return node;
    }
}

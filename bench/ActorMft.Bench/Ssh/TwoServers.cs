using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>A node with SQLite and Debian's sshd with internal-sftp, fresh, with the same user key, on one file system.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private const string UserName = "bench";

    private readonly NodeProcess _node;
    private readonly SshdServer _sshd;
    private readonly Leftovers? _keptUntil;

    private TwoServers(IReadOnlyDictionary<string, string> settings, Leftovers? keptUntil)
    {
        _keptUntil = keptUntil;
        _node = new NodeProcess(NodeSite.Alone(Workspace.Folder("node")) with { Environment = settings });
        _sshd = new SshdServer(Workspace);
    }

    internal Workspace Workspace { get; } = new();

    internal MeasuredServer Ours { get; private set; } = null!;

    internal MeasuredServer Theirs { get; private set; } = null!;

    /// <summary>A user of the node whose uploads arrive at a flow.</summary>
    internal MeasuredServer OursWithFlow => Ours with { User = UserName + "-flow" };

    /// <param name="settings">Further settings of the node, as variables of its environment.</param>
    /// <param name="keptUntil">Keeps the files beyond the servers' end; null: they are removed with them.</param>
    internal static async Task<TwoServers> StartAsync(IReadOnlyDictionary<string, string>? settings = null, Leftovers? keptUntil = null)
    {
        var servers = new TwoServers(settings ?? new Dictionary<string, string>(StringComparer.Ordinal), keptUntil);
        try
        {
            await servers._node.StartAsync();
            await servers._sshd.StartAsync();
            var file = servers.Workspace.At("resources.yaml");
            await File.WriteAllTextAsync(file, Resources(servers.Workspace));
            (await servers._node.CommandAsync("apply", "-f", file)).ShouldSucceed("actormft apply");
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }

        servers.Ours = new MeasuredServer(servers.Workspace, servers._node.SftpPort, UserName, servers._node.ProcessId);
        servers.Theirs = new MeasuredServer(servers.Workspace, servers._sshd.Port, SshdServer.UserName, servers._sshd.ProcessId);
        return servers;
    }

    /// <summary>Measures the same at both, in turn.</summary>
    internal Task<(Spent Ours, Spent Theirs)> CompareAsync(int rounds, Func<MeasuredServer, Task> work, int warmUps = Rounds.WarmUps) =>
        Rounds.RunAsync(rounds, () => Ours.MeasureAsync(() => work(Ours)), () => Theirs.MeasureAsync(() => work(Theirs)), warmUps);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _sshd.DisposeAsync();
        if (_keptUntil is null)
        {
            Workspace.Dispose();
        }
        else
        {
            _keptUntil.Keep(Workspace);
        }
    }

    private static string Resources(Workspace workspace) => $$"""
        kind: Organization
        name: acme
        ---
        { kind: Endpoint, organization: acme, name: box, type: SftpServer }
        ---
        { kind: Endpoint, organization: acme, name: inbox, type: SftpServer }
        ---
        { kind: Endpoint, organization: acme, name: outbox, type: SftpServer }
        ---
        { kind: User, organization: acme, endpoint: box, name: {{UserName}}, publicKeys: ["{{workspace.PublicKey}}"] }
        ---
        { kind: User, organization: acme, endpoint: inbox, name: {{UserName}}-flow, publicKeys: ["{{workspace.PublicKey}}"] }
        ---
        { kind: Flow, organization: acme, name: onward, source: { endpoint: inbox, path: /, include: ["*"] }, targets: [{ endpoint: outbox, path: / }] }
        """;
}

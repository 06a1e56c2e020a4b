using ActorMft.Testing;
using Npgsql;

namespace ActorMft.Bench;

/// <summary>Nodes on one PostgreSQL and one storage directory, with an inbox and an outbox.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly Workspace _workspace = new();
    private readonly PostgresServer _server = new()
    {
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["shared_buffers"] = "512MB",
            ["max_wal_size"] = "4GB",
            ["shared_preload_libraries"] = "pg_stat_statements",
        },
    };

    private readonly List<NodeProcess> _nodes = [];
    private string _url = "";

    internal Workspace Workspace => _workspace;

    internal IReadOnlyList<NodeProcess> Nodes => _nodes;

    internal static async Task<BenchCluster> StartAsync(int nodes, string more = "")
    {
        BenchCluster cluster = new();
        await cluster._server.InitializeAsync();
        cluster._url = await cluster._server.CreateDatabaseAsync();
        for (int i = 1; i <= nodes; i++)
        {
            NodeSite site = new($"node-{i}", cluster._workspace.Folder($"node-{i}"), cluster._url, cluster._workspace.At("files"), cluster._workspace.At("secret.key")) { More = more };
            NodeProcess node = new(site);
            cluster._nodes.Add(node);
            await node.StartAsync();
        }

        return cluster;
    }

    internal async Task ApplyAsync(string yaml)
    {
        string file = _workspace.At("resources.yaml");
        await File.WriteAllTextAsync(file, yaml);
        (await _nodes[0].CommandAsync("apply", "-f", file)).ShouldSucceed("actormft apply");
    }

    internal async Task<long> ScalarAsync(string sql)
    {
        Uri url = new(_url);
        await using NpgsqlConnection connection = new(_server.AdminConnectionString(url.AbsolutePath[1..]));
        await connection.OpenAsync();
#pragma warning disable CA2100 // The statements are written in the benchmarks.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    internal Task ExecuteAsync(string sql) => _server.ExecuteAsync(sql, new Uri(_url).AbsolutePath[1..]);

    public async ValueTask DisposeAsync()
    {
        foreach (NodeProcess node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _server.DisposeAsync();
        _workspace.Dispose();
    }
}

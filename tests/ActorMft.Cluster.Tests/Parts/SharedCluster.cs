using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>One cluster for the tests that break nothing.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private NodeCluster? _cluster;

    public NodeCluster Cluster => _cluster!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _cluster = await NodeCluster.StartAsync(_server);
        await _cluster.DeclareAsync();
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        await _server.DisposeAsync();
    }
}

using System.Diagnostics;
using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ActorNodeState = ActorMft.Actors.NodeState;
using NodeState = ActorMft.Node.Hosting.NodeState;

namespace ActorMft.Node.Management;

/// <summary>Numbers for Prometheus. Open transfers are counted up to <see cref="MaxCounted"/> of each state.</summary>
internal sealed class MetricsApi(ActorNode actors, NodeState state, ILiveSessions sessions) : IApiGroup
{
    private const int MaxCounted = 10_000;

    private static readonly TransferState[] OpenStates =
        [TransferState.Pending, TransferState.Running, TransferState.Waiting, TransferState.Parked];

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/metrics", ReadAsync)
        .WithTags("health").WithSummary("Numbers in the Prometheus text format.")
        .Produces<string>(contentType: "text/plain");

    private async Task<IResult> ReadAsync(CancellationToken cancellationToken)
    {
        var text = new MetricsText()
            .Gauge("actormft_ready", "1 while this node accepts partners and does work.", state.Phase == NodePhase.Up ? 1 : 0)
            .Gauge("actormft_sessions", "Partners' sessions on this node.", sessions.Count);
        await AddTransfersAsync(text, cancellationToken);
        await AddPoolsAsync(text, cancellationToken);
        await AddClusterAsync(text, cancellationToken);
        AddProcess(text);
        return TypedResults.Text(text.ToString(), MetricsText.ContentType);
    }

    private async Task AddTransfersAsync(MetricsText text, CancellationToken cancellationToken)
    {
        const string Name = "actormft_transfers_open";
        text.Family(Name, "gauge", "Transfers of the cluster that are not delivered or cancelled, by state.");
        foreach (var open in OpenStates)
        {
            var status = open.ToString().ToLowerInvariant();
            var rows = await actors.QueryAsync(new ViewQuery(ViewNames.Transfer, Status: status, Limit: MaxCounted), cancellationToken);
            text.Sample(Name, rows.Count, ("state", status));
        }
    }

    private async Task AddPoolsAsync(MetricsText text, CancellationToken cancellationToken)
    {
        var rows = await actors.QueryAsync(new ViewQuery(ViewNames.Pool, Limit: MaxCounted), cancellationToken);
        var pools = rows.Select(row => (row.Id, Pool: DomainJson.Read<PoolRow>(row.Json))).ToList();
        AddPools(text, "actormft_pool_cap", "Connections that a remote server allows.", pools, pool => pool.Cap);
        AddPools(text, "actormft_pool_granted", "Connections that are granted.", pools, pool => pool.Granted);
        AddPools(text, "actormft_pool_waiting", "Requests in line for a connection.", pools, pool => pool.Waiting);
    }

    private static void AddPools(MetricsText text, string name, string help, List<(string Id, PoolRow Pool)> pools, Func<PoolRow, int> value)
    {
        text.Family(name, "gauge", help);
        foreach (var (id, pool) in pools)
        {
            text.Sample(name, value(pool), ("remote", id));
        }
    }

    private async Task AddClusterAsync(MetricsText text, CancellationToken cancellationToken)
    {
        var picture = await actors.ReadClusterAsync(cancellationToken);
        var shards = picture.Shards;
        var members = picture.Nodes;
        var up = members.Where(member => member.State == ActorNodeState.Up).Select(member => member.Incarnation).ToHashSet();
        text.Gauge("actormft_shards_owned", "Shards that this node owns.", shards.Count(shard => shard.Owner == actors.Incarnation))
            .Gauge("actormft_shards_unowned", "Shards that no node owns.", shards.Count(shard => shard.Owner is not { } owner || !up.Contains(owner)))
            .Gauge("actormft_members_up", "Nodes whose lease holds.", members.Count(member => member is { State: ActorNodeState.Up, LeaseOut: false }));
    }

    private static void AddProcess(MetricsText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Counter("process_cpu_seconds_total", "Processor time of this process.", process.TotalProcessorTime.TotalSeconds)
            .Gauge("process_resident_memory_bytes", "Memory of this process.", process.WorkingSet64)
            .Gauge("process_start_time_seconds", "When this process started, since the epoch.", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0)
            .Counter("dotnet_gc_collections_total", "Garbage collections of the oldest generation.", GC.CollectionCount(GC.MaxGeneration));
    }
}

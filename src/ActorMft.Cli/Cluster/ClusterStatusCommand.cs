using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Resources;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Cluster;

/// <summary><c>actormft cluster status</c>: members, shards and connection pools.</summary>
internal sealed class ClusterStatusCommand : ClientCommand
{
    private readonly FormatOption _format = new();

    public ClusterStatusCommand(CliContext context)
        : base(
            "status",
            """
            Shows the nodes, who owns how many shards, and the connection pools of the remote servers.
            A node is Up; Leaving (draining, still has shards); Exiting (its shards are handed over, its last sessions end);
            unreachable (its lease has passed: its shards are taken over in a moment); Down (dead, being taken over).
            """,
            context)
    {
        Add(_format);
        Examples =
        [
            new("actormft cluster status", "is every node there, and is every shard owned"),
            new("actormft cluster status -o json | jq .members.leader", "for scripts"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var status = new JsonObject
        {
            ["members"] = (await client.GetObjectAsync("cluster/members", cancellationToken)).DeepClone(),
            ["shards"] = (await client.GetObjectAsync("cluster/shards/transfer", cancellationToken)).DeepClone(),
            ["pools"] = await PoolsAsync(client, cancellationToken),
        };
        NodeOutput.Write(Output, _format.Read(result), status, output => ClusterTable.Write(output, status));
        return ExitCode.Done;
    }

    private static async Task<JsonArray> PoolsAsync(ManagementClient client, CancellationToken cancellationToken)
    {
        var pools = new JsonArray();
        foreach (var remote in await new ResourceLookup(client).ListAsync(ResourceKind.RemoteServer, cancellationToken))
        {
            var (organization, name) = ($"{remote?["organization"]}", $"{remote?["name"]}");
            var pool = (await client.GetObjectAsync($"{ResourceLookup.PathOf(ResourceKind.RemoteServer, organization, name)}/pool", cancellationToken)).DeepClone().AsObject();
            pool.Insert(0, "remote", $"{organization}/{name}");
            pools.Add(pool);
        }
        return pools;
    }
}

using System.Collections.Concurrent;
using ActorMft.Cluster.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests;

/// <summary>One node after the other is stopped in good order and started again, while partners put files.</summary>
public sealed class RollingRestartTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const int Partners = 3;

    /// <summary>What the stock client says when its connection is closed, before or after it has logged in.</summary>
    private static readonly string[] Closed = ["Connection closed", "closed by remote host", "Connection reset", "Broken pipe"];

    private readonly ConcurrentQueue<string> _errors = [];

    [Fact]
    public async Task Partners_see_nothing_but_a_closed_connection_and_no_transfer_fails()
    {
        await using var cluster = await NodeCluster.StartAsync(server);
        await cluster.DeclareAsync();
        await using var door = new FrontDoor([.. cluster.Nodes.Select(static node => node.SftpPort)]);
        await cluster.Partners[0].CheckedAsync("mkdir invoices\n");
        var folder = cluster.Workspace.Folder("files-to-put");
        var isOver = false;
        var putting = Task.WhenAll(Enumerable.Range(1, Partners).Select(number => Task.Run(async () =>
        {
            var partner = new StockSftp(cluster.Workspace, door.Port, "acme-upload");
            for (var file = 0; !Volatile.Read(ref isOver); file++)
            {
                var path = Path.Combine(folder, $"{number}-{file:0000}.bin");
                Content.Write(path, 200_000);
                await PutAsync(partner, path);
            }
        })));

        foreach (var node in cluster.Nodes)
        {
            (await node.TerminateAsync()).ShouldBe(0, node.Log);
            await node.StartAsync();
        }

        Volatile.Write(ref isOver, true);
        await putting;
        _errors.Where(static error => !Array.Exists(Closed, part => error.Contains(part, StringComparison.Ordinal))).ShouldBeEmpty();
        await cluster.Apis[0].WaitForStateAsync(Directory.GetFiles(folder).Length, "delivered");
        Content.Tree(cluster.Inbound).ShouldBe(Content.Tree(folder));
        foreach (var transfer in await cluster.Apis[0].TransfersAsync())
        {
            (await cluster.Apis[0].TimelineAsync(transfer.GetProperty("id").GetString()!)).ShouldNotContain("deliveryFailed");
        }
    }

    /// <summary>Puts; and once more when the connection was closed. A second failure in a row is one too many.</summary>
    private async Task PutAsync(StockSftp partner, string path)
    {
        var batch = $"put {path} invoices/{Path.GetFileName(path)}\n";
        var first = await partner.RunAsync(batch);
        if (first.ExitCode != 0)
        {
            _errors.Enqueue(first.Output + first.Error);
            await partner.CheckedAsync(batch);
        }
    }
}

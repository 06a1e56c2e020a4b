using System.Diagnostics;
using System.Text.Json;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Pools;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>Files flow while faults strike; then it becomes calm, and what must always hold is read off the bank and the database.</summary>
public sealed class ChaosRun(ulong seed, Action<string> say)
{
    /// <summary>How long calm may take, as a guard against hanging.</summary>
    private static readonly TimeSpan CalmBound = TimeSpan.FromMinutes(4);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>So many files and so many faults.</summary>
    public Task RunAsync(int files, int faults) => RunAsync(
        async (storm, traffic, stop) =>
        {
            var putting = traffic.PutAsync(files, stop);
            for (var struck = 0; struck < faults;)
            {
                struck += await storm.StrikeAsync();
            }

            await putting.WaitAsync(CalmBound, CancellationToken.None);
        });

    /// <summary>Files and faults for so long.</summary>
    public Task RunAsync(TimeSpan time) => RunAsync(
        async (storm, traffic, stop) =>
        {
            var isOver = false;
            var putting = traffic.PutWhileAsync(() => !Volatile.Read(ref isOver), stop);
            while (_clock.Elapsed < time)
            {
                await storm.StrikeAsync();
            }

            Volatile.Write(ref isOver, true);
            await putting.WaitAsync(CalmBound, CancellationToken.None);
        });

    private async Task RunAsync(Func<Storm, Traffic, CancellationToken, Task> storming)
    {
        Say($"seed {seed}");
        var server = new PostgresServer { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["track_commit_timestamp"] = "on" } };
        await server.InitializeAsync();
        try
        {
            // With few connections the cap is always reached, with many it seldom is.
            var options = new ClusterOptions { MaxConnections = seed % 2 == 0 ? 25 : 4, AfterCopy = seed / 2 % 2 == 0 ? "keep" : "delete" };
            Say($"at most {options.MaxConnections} connections; {options.AfterCopy} what was delivered");
            await using var cluster = await NodeCluster.StartAsync(server, options);
            try
            {
                await RunAsync(cluster, server, storming);
            }
            catch
            {
                KeepLogs(cluster, server);
                throw;
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private async Task RunAsync(NodeCluster cluster, PostgresServer server, Func<Storm, Traffic, CancellationToken, Task> storming)
    {
        var log = new LogCheck(server.AdminConnectionString(DatabaseUrl.NameOf(cluster.Database)));
        await log.WatchAsync();
        await cluster.DeclareAsync();
        await cluster.Partners[0].CheckedAsync("mkdir invoices\n");
        await using var connections = new SshdConnectionCount(cluster.Bank.Port);
        using var deliveries = new DeliveryWatch(cluster.Inbound);
        var traffic = new Traffic(cluster, seed);
        using (var stop = new CancellationTokenSource())
        {
            try
            {
                await storming(new Storm(cluster, server, connections, new Dice(seed), Say), traffic, stop.Token);
            }
            finally
            {
                await stop.CancelAsync();
            }
        }

        Say($"calm: {traffic.Puts.Count} files were acknowledged, {traffic.Puts.Values.Sum() - traffic.Puts.Count} puts were not and came again");
        await CalmAsync(cluster, log);
        await CheckAsync(cluster, log, traffic, connections, deliveries);
    }

    /// <summary>10: the shards have owners and the inboxes are empty; and every transfer has ended.</summary>
    private async Task CalmAsync(NodeCluster cluster, LogCheck log)
    {
        var began = _clock.Elapsed;
        var unrest = "";
        await Eventually.TrueAsync(
            "every shard has an owner and every inbox is empty",
            async () => (unrest = await log.UnrestAsync()).Length == 0,
            CalmBound).ContinueWith(wait => wait.IsFaulted ? throw new TimeoutException(unrest, wait.Exception) : wait, TaskScheduler.Default);
        Say($"quiet after {(_clock.Elapsed - began).TotalSeconds:0.0} s");
        await Eventually.TrueAsync(
            "every transfer has ended",
            async () =>
            {
                var transfers = await cluster.Apis[0].TransfersAsync();
                transfers.Where(static transfer => State(transfer) == "parked").Select(static transfer => transfer.GetRawText()).ShouldBeEmpty();
                return transfers.All(static transfer => State(transfer) is "delivered" or "cancelled");
            },
            CalmBound);
        await Eventually.TrueAsync("every inbox is empty", async () => (await log.UnrestAsync()).Length == 0, CalmBound);
        if (cluster.Options.AfterCopy == "delete")
        {
            await Eventually.TrueAsync("every source is deleted", () => !Directory.EnumerateFiles(cluster.Source).Any(), CalmBound);
        }

        await NothingIsLeftAsync(cluster, log);
        Say($"every transfer ended after {(_clock.Elapsed - began).TotalSeconds:0.0} s");
    }

    /// <summary>No session is listed or counted, no slot is granted or wished for: not even one of a node that died.</summary>
    private static async Task NothingIsLeftAsync(NodeCluster cluster, LogCheck log)
    {
        await Eventually.TrueAsync(
            "no session is listed", async () => (await cluster.Apis[0].GetAsync("/api/v1/sessions")).GetProperty("items").GetArrayLength() == 0, CalmBound);
        await Eventually.TrueAsync(
            "no session is counted", async () => ((EndpointState)await log.StateAsync("endpoint/acme/inbox")).Sessions.IsEmpty, CalmBound);
        await Eventually.TrueAsync(
            "no connection slot is granted or wished for", async () => (PoolState)await log.StateAsync("pool/acme/bank") is { Granted.IsEmpty: true, Line.IsEmpty: true }, CalmBound);
    }

    private async Task CheckAsync(NodeCluster cluster, LogCheck log, Traffic traffic, SshdConnectionCount connections, DeliveryWatch deliveries)
    {
        var cap = cluster.Options.MaxConnections;
        var transfers = await cluster.Apis[0].TransfersAsync();
        Say($"at the bank: {deliveries.Parts.Count} deliveries of {transfers.Count} transfers; at most {connections.Max} of {cap} connections at once ({connections.MaxOfAll} with those of frozen nodes; {connections.Looks} looks)");
        Say(await log.SizeAsync());
        foreach (var reason in await log.FailedAttemptsAsync())
        {
            Say(reason);
        }

        var violations = await log.ViolationsAsync();
        foreach (var violation in violations)
        {
            Say(violation);
        }

        violations.ShouldBeEmpty();
        Content.Tree(cluster.Inbound).ShouldBe(Content.Tree(traffic.Folder), "each acknowledged file once, whole, and no part left");
        deliveries.Parts.GroupBy(static part => part, StringComparer.Ordinal).Where(static same => same.Count() > 1).Select(static same => same.Key)
            .ShouldBeEmpty("no transfer is delivered twice");
        connections.Max.ShouldBeLessThanOrEqualTo(cap, connections.AtMax);
        Say("all ten statements hold");
    }

    private static void KeepLogs(NodeCluster cluster, PostgresServer server)
    {
        var folder = Directory.CreateTempSubdirectory("actormft-chaos-").FullName;
        foreach (var node in cluster.Nodes)
        {
            File.WriteAllText(Path.Combine(folder, node.Name + ".log"), node.Log);
        }

        File.WriteAllText(Path.Combine(folder, "postgres.log"), server.Log);
        File.WriteAllText(Path.Combine(folder, "sshd.log"), cluster.Bank.Log);
        Console.Error.WriteLine($"The logs are in {folder}");
    }

    private static string? State(JsonElement transfer) => transfer.GetProperty("state").GetString();

    private void Say(string what) => say($"{_clock.Elapsed.TotalSeconds,7:0.0} s  {what}");
}

using System.Globalization;

namespace ActorMft.Bench.Ssh;

/// <summary>What an idle session costs in memory.</summary>
internal static class IdleSessionsBench
{
    /// <summary>Below where servers begin to refuse connections that haven't logged in.</summary>
    private const int AtOnce = 8;

    /// <summary>Each is three processes or so.</summary>
    private const int MostOfTheirs = 200;

    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(10);

    internal static async Task RunAsync(SshBenchOptions options, Comparison table)
    {
        await using var servers = await TwoServers.StartAsync();
        var ours = await GrowthAsync(servers.Ours, options.Sessions, ProcessTimes.Resident);
        var theirs = await GrowthAsync(servers.Theirs, Math.Min(MostOfTheirs, options.Sessions), ProcessTimes.Proportional);
        var count = options.Sessions.ToString("#,0", CultureInfo.InvariantCulture);
        table.Most($"memory of an idle session, {count} on one node", "KiB", ours, theirs, 64);
        table.Note($"idle: logged in, with the sftp subsystem and one answered request; the growth of resident memory divided by the sessions, all of them answering afterwards. sshd has {Math.Min(MostOfTheirs, options.Sessions)} sessions, and what their processes share is counted once.");
    }

    private static async Task<double> GrowthAsync(MeasuredServer server, int count, Func<int, double> memory)
    {
        await OpenAndCloseAsync(server);
        var before = Memory(server, memory);
        var clients = new OwnClient[count];
        try
        {
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            {
                clients[i] = await OwnClient.ConnectAsync(server, window: 256 * 1024);
                await AskAsync(clients[i]);
            });
            await RestAsync();
            var growth = Memory(server, memory) - before;
            await Parallel.ForEachAsync(clients, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (client, _) => await AskAsync(client));
            return growth / count;
        }
        finally
        {
            await Parallel.ForEachAsync(clients, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (client, _) => await (client?.DisposeAsync() ?? default));
        }
    }

    /// <summary>So that what a server needs once, for its first sessions, is not taken for theirs.</summary>
    private static async Task OpenAndCloseAsync(MeasuredServer server)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            await using var client = await OwnClient.ConnectAsync(server);
            await AskAsync(client);
        }

        await RestAsync();
    }

    private static async Task AskAsync(OwnClient client) => (await client.Sftp.RealPathAsync(".", CancellationToken.None)).ShouldNotBeEmpty();

    private static double Memory(MeasuredServer server, Func<int, double> memory) => ProcessTimes.Tree(server.ProcessId).Sum(memory);

    private static async Task RestAsync()
    {
        using var timer = new PeriodicTimer(_rest);
        await timer.WaitForNextTickAsync();
    }
}

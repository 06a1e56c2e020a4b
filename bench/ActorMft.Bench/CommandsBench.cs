using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorMft.Actors;
using ActorMft.Actors.Postgres;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ActorMft.Bench;

/// <summary>Durable commands a second: send, decide, commit the event and the answer, tell the caller. pgbench on the same server is the yardstick.</summary>
internal static partial class CommandsBench
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    internal static async Task RunAsync()
    {
        PostgresServer server = new() { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "512MB", ["max_wal_size"] = "4GB" } };
        await server.InitializeAsync();
        try
        {
            Pgbench(server, ["-i", "-q", "-s", "10"]);
            Report.Line("pgbench -N (simple update), 1 client", Pgbench(server, ["-N", "-c", "1", "-T", "10"]), "transactions/s");
            Report.Line("pgbench -N (simple update), 16 clients", Pgbench(server, ["-N", "-c", "16", "-j", "2", "-T", "10"]), "transactions/s");
            await using PostgresActorStore store = await PostgresActorStore.OpenAsync(
                PostgresAddress.Parse(await server.CreateDatabaseAsync()), TimeSpan.FromSeconds(10), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            await using (ActorNode node = await StartAsync(store, batchLimit: 200))
            {
                await AskAsync(node, 100, TimeSpan.FromSeconds(3));
                Report.Line("asked and answered, 1 caller", await AskAsync(node, 1, Duration), "commands/s");
                Report.Line("asked and answered, 16 callers", await AskAsync(node, 16, Duration), "commands/s");
                Report.Line("asked and answered, 1,000 callers of as many entities", await AskAsync(node, 1000, Duration), "commands/s");
                Report.Line("sent to 1,000 entities and handled, in batches", await SendAsync(node, 40_000), "commands/s");
            }

            await using ActorNode unbatched = await StartAsync(store, batchLimit: 1);
            Report.Line("sent to 1,000 entities and handled, each in a transaction of its own", await SendAsync(unbatched, 10_000), "commands/s");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static Task<ActorNode> StartAsync(PostgresActorStore store, int batchLimit)
    {
        MessageCodec codec = new();
        JsonSerializerOptions json = new(JsonSerializerDefaults.Web);
        codec.Register<Ping>("ping", 1, json).Register<Pinged>("pinged", 1, json);
        return ActorNode.StartAsync(
            new ActorNodeOptions { Name = "bench", BatchLimit = batchLimit },
            store,
            [new Tally()],
            codec,
            new NoWork(),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
    }

    /// <summary>Each caller waits for its answer before it asks again.</summary>
    private static async Task<double> AskAsync(ActorNode node, int callers, TimeSpan duration)
    {
        Stopwatch clock = Stopwatch.StartNew();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(async i =>
        {
            long count = 0;
            while (clock.Elapsed < duration)
            {
                await node.AskAsync<Pinged>(Entity(i), new Ping(i), null, CancellationToken.None);
                count++;
            }

            return count;
        }));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>From the first message until each entity has answered the last one, before which it has handled all others.</summary>
    private static async Task<double> SendAsync(ActorNode node, int messages)
    {
        const int Entities = 1000;
        Stopwatch clock = Stopwatch.StartNew();
        for (int sent = 0; sent < messages; sent += Entities)
        {
            await node.SendAsync([.. Enumerable.Range(0, Entities).Select(i => new OutgoingMessage(Entity(i), new Ping(i)))], CancellationToken.None);
        }

        await Task.WhenAll(Enumerable.Range(0, Entities).Select(i => node.AskAsync<Pinged>(Entity(i), new Ping(i), null, CancellationToken.None).AsTask()));
        return (messages + Entities) / clock.Elapsed.TotalSeconds;
    }

    private static EntityId Entity(int number) => new("tally", $"t{number}");

    private static double Pgbench(PostgresServer server, string[] arguments)
    {
        NpgsqlConnectionStringBuilder settings = new(server.AdminConnectionString());
        ProcessRun run = ProcessRun.OfAsync(
            Path.Combine(PostgresServer.Programs, "pgbench"),
            [.. arguments, "-h", settings.Host!, "-p", settings.Port.ToString(CultureInfo.InvariantCulture), "-U", settings.Username!, settings.Database!],
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["PGPASSWORD"] = settings.Password! }).GetAwaiter().GetResult();
        run.ShouldSucceed("pgbench");
        Match tps = Tps().Match(run.Output);
        return tps.Success ? double.Parse(tps.Groups["tps"].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"tps = (?<tps>[0-9.]+) \(without", RegexOptions.CultureInvariant)]
    private static partial Regex Tps();
}

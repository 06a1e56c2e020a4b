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
            MessageCodec codec = new();
            JsonSerializerOptions json = new(JsonSerializerDefaults.Web);
            codec.Register<Ping>("ping", 1, json).Register<Pinged>("pinged", 1, json);
            await using ActorNode node = await ActorNode.StartAsync(
                new ActorNodeOptions { Name = "bench" }, store, [new Tally()], codec, new NoWork(), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            await MeasureAsync(node, 100, TimeSpan.FromSeconds(3));
            foreach ((int entities, string name) in new[] { (1, "1 entity, one command at a time"), (16, "16 entities, one command at a time each"), (1000, "1,000 entities, one command at a time each") })
            {
                Report.Line($"commands, {name}", await MeasureAsync(node, entities, Duration), "commands/s");
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<double> MeasureAsync(ActorNode node, int entities, TimeSpan duration)
    {
        Stopwatch clock = Stopwatch.StartNew();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, entities).Select(async i =>
        {
            EntityId entity = new("tally", $"t{i}");
            long count = 0;
            while (clock.Elapsed < duration)
            {
                await node.AskAsync<Pinged>(entity, new Ping(i), null, CancellationToken.None);
                count++;
            }

            return count;
        }));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

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

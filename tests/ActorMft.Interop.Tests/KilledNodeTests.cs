using System.Globalization;
using System.Text.Json;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;
using Xunit.Abstractions;

namespace ActorMft.Interop.Tests;

/// <summary>The node is killed with SIGKILL at random instants while files flow.</summary>
public sealed class KilledNodeTests(ITestOutputHelper output)
{
    /// <summary>The seed of the instants; set <c>ACTORMFT_TEST_SEED</c> to replay another run.</summary>
    private static readonly uint Seed = Setting("ACTORMFT_TEST_SEED", 20261);

    /// <summary><c>./test kills</c> sets more.</summary>
    private static readonly uint Kills = Setting("ACTORMFT_TEST_KILLS", 20);

    [Fact]
    public async Task Every_acknowledged_file_arrives_exactly_once_through_many_kills()
    {
        var files = (int)(10 * Kills);
        output.WriteLine($"{Kills} kills, {files} files, seed {Seed}");
        await using var scenario = await Scenario.StartAsync();
        await scenario.Partner.CheckedAsync("mkdir invoices\n");
        using var renames = new RenameWatch(scenario.Inbound);
        var folder = scenario.Workspace.Folder("files");
        for (var number = 0; number < files; number++)
        {
            Content.Write(Path.Combine(folder, $"{number:000}.bin"), 20_000 + (number % 10 * 200_000));
        }

        using var done = new CancellationTokenSource();
        var uploads = UploadAllAsync(scenario, folder, files, done.Token);
        var instants = new Instants(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var pause = new PeriodicTimer(instants.Next());
            await pause.WaitForNextTickAsync();
            await scenario.Node.KillAsync();
            await scenario.Node.StartAsync();
        }

        await uploads.WaitAsync(TimeSpan.FromMinutes(5));

        await Eventually.TrueAsync("every transfer has ended", async () =>
        {
            var states = (await scenario.Api.TransfersAsync()).Select(t => t.GetProperty("state").GetString()).ToList();
            return states.Count >= files && states.All(state => state == "delivered");
        }, TimeSpan.FromMinutes(5));
        Content.Tree(scenario.Inbound).ShouldBe(Content.Tree(folder), "each file once, whole, and no .part left");
        await EveryAttemptIsExplainedAsync(scenario);
        await EveryTransferRenamedOnceAsync(scenario, renames);
    }

    private static uint Setting(string name, uint otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } value ? uint.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>
    /// Puts every file until its CLOSE was acknowledged; a put that was cut is tried again.
    /// </summary>
    private static async Task UploadAllAsync(Scenario scenario, string folder, int files, CancellationToken cancellationToken)
    {
        for (var number = 0; number < files; number++)
        {
            while ((await scenario.Partner.RunAsync($"put {folder}/{number:000}.bin invoices/\n", cancellationToken: cancellationToken)).ExitCode != 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>
    /// The target saw as many files take their final names as there are transfers. A file whose CLOSE was stored but not answered is
    /// put again by its partner, which is another transfer.
    /// </summary>
    private static async Task EveryTransferRenamedOnceAsync(Scenario scenario, RenameWatch renames)
    {
        var expected = (await scenario.Api.TransfersAsync())
            .GroupBy(transfer => Path.GetFileName(transfer.GetProperty("file").GetString()!), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        await Eventually.TrueAsync("all renames were seen", () => renames.Counts.Values.Sum() >= expected.Values.Sum());
        renames.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).ShouldBe(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    /// <summary>Each run of an attempt that began has an end, or the run after it says that it was lost; the last one delivered.</summary>
    private static async Task EveryAttemptIsExplainedAsync(Scenario scenario)
    {
        foreach (var transfer in await scenario.Api.TransfersAsync())
        {
            var id = transfer.GetProperty("id").GetString()!;
            var events = (await scenario.Api.TransferAsync(id)).GetProperty("events").EnumerateArray().ToList();
            var timeline = events.Select(e => e.GetProperty("type").GetString()!).ToList();
            var runs = timeline.Where(type => type is "attemptBegan" or "deliveryFailed" or "delivered").ToList();
            var explained = events.Count(e => e.TryGetProperty("interruptedOn", out var on) && on.ValueKind == JsonValueKind.String);
            runs.Zip(runs.Skip(1)).Count(pair => pair is ("attemptBegan", "attemptBegan")).ShouldBe(explained, $"{id}: {string.Join(", ", timeline)}");
            runs.Count(type => type == "delivered").ShouldBe(1, $"{id}: {string.Join(", ", timeline)}");
            runs[^1].ShouldBe("delivered", $"{id}: {string.Join(", ", timeline)}");
            runs[0].ShouldNotBe("delivered", $"{id}: {string.Join(", ", timeline)}");
        }
    }
}

using System.Globalization;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;
using Xunit.Abstractions;

namespace ActorMft.Interop.Tests;

/// <summary>The node is killed with SIGKILL at random instants while files flow.</summary>
public sealed class KilledNodeTests(ITestOutputHelper output)
{
    /// <summary>The seed of the instants; set <c>ACTORMFT_TEST_SEED</c> to replay another run.</summary>
    private static readonly uint Seed = uint.Parse(Environment.GetEnvironmentVariable("ACTORMFT_TEST_SEED") ?? "20261", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Every_acknowledged_file_arrives_exactly_once_through_fifty_kills()
    {
        const int Files = 500;
        const int Kills = 50;
        output.WriteLine($"seed {Seed}");
        await using var scenario = await Scenario.StartAsync();
        await scenario.Partner.CheckedAsync("mkdir invoices\n");
        var folder = scenario.Workspace.Folder("files");
        for (var number = 0; number < Files; number++)
        {
            Content.Write(Path.Combine(folder, $"{number:000}.bin"), 20_000 + (number % 10 * 200_000));
        }

        using var done = new CancellationTokenSource();
        var uploads = UploadAllAsync(scenario, folder, Files, done.Token);
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
            return states.Count >= Files && states.All(state => state == "delivered");
        }, TimeSpan.FromMinutes(5));
        Content.Tree(scenario.Inbound).ShouldBe(Content.Tree(folder), "each file once, whole, and no .part left");
        await EveryAttemptIsExplainedAsync(scenario);
    }

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

    /// <summary>Each run of an attempt that began has an end, or the run after it says that it was lost; the last one delivered.</summary>
    private static async Task EveryAttemptIsExplainedAsync(Scenario scenario)
    {
        foreach (var transfer in await scenario.Api.TransfersAsync())
        {
            var id = transfer.GetProperty("id").GetString()!;
            var timeline = await scenario.Api.TimelineAsync(id);
            var runs = timeline.Where(type => type is "attemptBegan" or "deliveryFailed" or "delivered").ToList();
            runs.Count(type => type == "delivered").ShouldBe(1, $"{id}: {string.Join(", ", timeline)}");
            runs[^1].ShouldBe("delivered", $"{id}: {string.Join(", ", timeline)}");
            runs[0].ShouldNotBe("delivered", $"{id}: {string.Join(", ", timeline)}");
        }
    }
}

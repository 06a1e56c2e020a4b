using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A flow lets only so many transfers go at a time, while its node is killed and its target is away.</summary>
public sealed class FlowGateTests
{
    private const int Files = 12;

    [Fact]
    public async Task Ordered_flow_delivers_in_the_order_of_arrival_through_kills()
    {
        await using var scenario = await Scenario.StartAsync(gate: "order: arrival");
        var folder = await PutWhileTheBankIsAwayAsync(scenario);
        var transfers = await TransfersInOrderAsync(scenario);
        transfers[0].GetProperty("error").GetString()!.ShouldContain("127.0.0.1");
        transfers.Skip(1).Select(static transfer => transfer.GetProperty("error").GetString()).ShouldAllBe(
            error => error == "waits for its turn: the flow's files go to bank-in one after the other (order: arrival)");

        using var renames = new RenameWatch(scenario.Inbound);
        await KillAndGoOnAsync(scenario, renames);
        await scenario.Api.WaitForStateAsync(Files, "delivered");
        Content.Tree(scenario.Inbound).ShouldBe(Content.Tree(folder));
        renames.Names.ShouldBe(Directory.GetFiles(folder).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Limited_flow_passes_its_places_on_while_the_target_is_away_and_delivers_all_through_kills()
    {
        await using var scenario = await Scenario.StartAsync(gate: "parallel: 2", retry: "{ attempts: 200, initialDelay: 200ms, maxDelay: 200ms }");
        var folder = await PutWhileTheBankIsAwayAsync(scenario);
        await Eventually.TrueAsync("each had a place", async () => (await scenario.Api.TransfersAsync()).All(static transfer => transfer.GetProperty("attempts").GetInt32() > 0));

        using var renames = new RenameWatch(scenario.Inbound);
        await KillAndGoOnAsync(scenario, renames);
        await scenario.Api.WaitForStateAsync(Files, "delivered");
        Content.Tree(scenario.Inbound).ShouldBe(Content.Tree(folder));
        renames.Names.ShouldBeUnique();
    }

    /// <summary>The larger come first, so that they would not be the first to be delivered of themselves.</summary>
    private static async Task<string> PutWhileTheBankIsAwayAsync(Scenario scenario)
    {
        await scenario.Bank.StopAsync();
        var folder = scenario.Workspace.Folder("files");
        for (var number = 0; number < Files; number++)
        {
            Content.Write(Path.Combine(folder, $"{number:00}.bin"), 3_000_000 / (number + 1));
        }

        await scenario.Partner.CheckedAsync($"mkdir invoices\nput {folder}/* invoices/\n");
        await Eventually.TrueAsync("the first attempt failed", async () => (await TransfersInOrderAsync(scenario)) is [var first, ..] all
            && all.Count == Files && first.GetProperty("state").GetString() == "waiting");
        return folder;
    }

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> TransfersInOrderAsync(Scenario scenario) =>
        [.. (await scenario.Api.TransfersAsync()).OrderBy(static transfer => transfer.GetProperty("file").GetString(), StringComparer.Ordinal)];

    private static async Task KillAndGoOnAsync(Scenario scenario, RenameWatch renames)
    {
        await scenario.Node.KillAsync();
        await scenario.Node.StartAsync();
        await scenario.Bank.StartAsync();
        await Eventually.TrueAsync("some were delivered", () => renames.Names.Count >= 3);
        await scenario.Node.KillAsync();
        await scenario.Node.StartAsync();
    }
}

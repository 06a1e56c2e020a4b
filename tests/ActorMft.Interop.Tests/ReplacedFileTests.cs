using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A partner replaces a file while it is being delivered.</summary>
public sealed class ReplacedFileTests
{
    [Fact]
    public async Task Both_versions_are_delivered_whole_and_in_order()
    {
        await using var scenario = await Scenario.StartAsync();
        var first = scenario.Workspace.At("first.bin");
        var second = scenario.Workspace.At("second.bin");
        Content.Write(first, 200_000_000);
        Content.Write(second, 150_000_000);
        await scenario.Partner.CheckedAsync($"mkdir invoices\nput {first} invoices/report.bin\n");
        await Eventually.TrueAsync(
            "the first version is on its way",
            async () => (await scenario.Api.TransfersAsync()).Any(t => t.GetProperty("state").GetString() is "running" or "delivered"));

        await scenario.Partner.CheckedAsync($"put {second} invoices/report.bin\n");

        await scenario.Api.WaitForStateAsync(2, "delivered", TimeSpan.FromMinutes(2));
        Content.Tree(scenario.Inbound).ShouldBe([$"report.bin {Content.Digest(second)}"]);
        var sizes = (await scenario.Api.TransfersAsync()).Select(t => t.GetProperty("size").GetInt64()).Order();
        sizes.ShouldBe([150_000_000, 200_000_000]);
    }

    [Fact]
    public async Task Version_that_waits_for_its_target_survives_being_overwritten()
    {
        await using var scenario = await Scenario.StartAsync();
        var first = scenario.Workspace.At("first.csv");
        var second = scenario.Workspace.At("second.csv");
        Content.Write(first, 300_000);
        Content.Write(second, 200_000);
        await scenario.Bank.StopAsync();
        await scenario.Partner.CheckedAsync($"mkdir invoices\nput {first} invoices/report.csv\n");
        await scenario.Api.WaitForWaitingAsync(1);

        await scenario.Partner.CheckedAsync($"put {second} invoices/report.csv\n");
        await scenario.Bank.StartAsync();

        await scenario.Api.WaitForStateAsync(2, "delivered");
        Content.Tree(scenario.Inbound).ShouldBe([$"report.csv {Content.Digest(second)}"]);
    }
}

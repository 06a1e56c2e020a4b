using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A partner replaces a file while it is being delivered.</summary>
public sealed class ReplacedFileTests
{
    [Fact]
    public async Task File_replaced_in_the_middle_of_its_delivery_arrives_whole_and_so_does_the_new_one()
    {
        CuttingProxy? proxy = null;
        await using var scenario = await Scenario.StartAsync(bankPort: s => (proxy = new CuttingProxy(s.Bank.Port)).Port, onExisting: "rename");
        await using var line = proxy!;
        line.HoldAfter = 20_000_000;
        var first = scenario.Workspace.At("first.bin");
        var second = scenario.Workspace.At("second.bin");
        Content.Write(first, 60_000_000);
        Content.Write(second, 50_000_000);
        await scenario.Partner.CheckedAsync($"mkdir invoices\nput {first} invoices/report.bin\n");
        await Eventually.TrueAsync("a third of the first version is on its way", () => line.Sent >= line.HoldAfter);

        await scenario.Partner.CheckedAsync($"put {second} invoices/report.bin\n");
        var old = (await scenario.Api.TransfersAsync()).Single(t => t.GetProperty("size").GetInt64() == 60_000_000);
        old.GetProperty("state").GetString().ShouldBe("running");
        line.Release();

        await scenario.Api.WaitForStateAsync(2, "delivered", TimeSpan.FromMinutes(2));
        Content.Digest(Path.Combine(scenario.Inbound, "report.bin")).ShouldBe(Content.Digest(first));
        Content.Tree(scenario.Inbound).Select(file => file[^64..]).ShouldBe([Content.Digest(first), Content.Digest(second)], ignoreOrder: true);
        (await scenario.Api.TimelineAsync(old.GetProperty("id").GetString()!)).ShouldContain("newerFileArrived");
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

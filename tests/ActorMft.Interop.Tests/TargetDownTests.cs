using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>The target's server is away, or goes away in the middle.</summary>
public sealed class TargetDownTests
{
    [Fact]
    public async Task Target_that_is_away_keeps_files_waiting_with_a_reason_through_many_attempts_until_it_is_back()
    {
        await using var scenario = await Scenario.StartAsync();
        var folder = scenario.Workspace.Folder("files");
        for (var number = 0; number < 20; number++)
        {
            Content.Write(Path.Combine(folder, $"{number}.csv"), 1000 + number);
        }

        await scenario.Bank.StopAsync();
        await scenario.Partner.CheckedAsync($"mkdir invoices\nput {folder}/* invoices/\n");
        var waiting = await scenario.Api.WaitForWaitingAsync(20);
        waiting.GetProperty("error").GetString()!.ShouldContain("127.0.0.1");
        waiting.TryGetProperty("nextAttempt", out var next).ShouldBeTrue(waiting.GetRawText());
        next.GetDateTimeOffset().Year.ShouldBeGreaterThan(2000);

        await Eventually.TrueAsync(
            "each was tried six times", async () => (await scenario.Api.TransfersAsync()).All(static transfer => transfer.GetProperty("attempts").GetInt32() >= 6));
        (await scenario.Api.TransfersAsync()).ShouldAllBe(transfer => transfer.GetProperty("state").GetString() != "delivered");
        await scenario.Bank.StartAsync();

        await scenario.Api.WaitForStateAsync(20, "delivered");
        Content.Tree(scenario.Inbound).ShouldBe(Content.Tree(folder));
    }

    [Fact]
    public async Task Transfer_cut_at_sixty_percent_continues_there()
    {
        const long Size = 1L << 30;
        CuttingProxy? proxy = null;
        await using var scenario = await Scenario.StartAsync(bankPort: s => (proxy = new CuttingProxy(s.Bank.Port)).Port);
        await using var line = proxy!;
        var source = scenario.Workspace.At("large.bin");
        Content.Write(source, Size);
        line.CutAfter = Size * 6 / 10;

        await scenario.Partner.CheckedAsync($"mkdir invoices\nput {source} invoices/large.bin\n");
        await Eventually.TrueAsync("the line was cut", () => line.Sent >= line.CutAfter, TimeSpan.FromMinutes(2));
        line.CutAfter = long.MaxValue;

        await scenario.Api.WaitForStateAsync(1, "delivered", TimeSpan.FromMinutes(3));
        Content.Digest(Path.Combine(scenario.Inbound, "large.bin")).ShouldBe(Content.Digest(source));

        // What was in flight at the cut is sent again; encryption and headers add well under 1 %.
        line.Sent.ShouldBeInRange(Size, Size + (Size / 20));
    }
}

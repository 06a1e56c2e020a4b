using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A partner's broken upload or download continues where it stopped.</summary>
public sealed class ResumeTests
{
    private const int Size = 50_000_000;

    [Fact]
    public async Task Broken_upload_triggers_nothing_and_reput_completes_it()
    {
        await using var scenario = await Scenario.StartAsync();
        await using var line = new CuttingProxy(scenario.Node.SftpPort) { CutAfter = Size * 6 / 10 };
        var source = scenario.Workspace.At("upload.bin");
        Content.Write(source, Size);
        await scenario.Partner.CheckedAsync("mkdir invoices\n");

        var broken = await Through(line, scenario).RunAsync($"put {source} invoices/upload.bin\n");
        broken.ExitCode.ShouldNotBe(0);
        await NoSessionAsync(scenario);
        (await scenario.Api.TransfersAsync()).ShouldBeEmpty();
        var before = line.Sent;
        line.CutAfter = long.MaxValue;

        (await Through(line, scenario).CheckedAsync($"reput {source} invoices/upload.bin\n")).ShouldNotBeNull();

        await scenario.Api.WaitForStateAsync(1, "delivered");
        Content.Digest(Path.Combine(scenario.Inbound, "upload.bin")).ShouldBe(Content.Digest(source));
        (line.Sent - before).ShouldBeLessThan(Size * 6 / 10, "reput sends only what is missing");
    }

    [Fact]
    public async Task Broken_download_is_completed_by_reget()
    {
        await using var scenario = await Scenario.StartAsync();
        await using var line = new CuttingProxy(scenario.Node.SftpPort) { CutAfter = Size * 6 / 10 };
        var source = scenario.Workspace.At("download.bin");
        var copy = scenario.Workspace.At("copy/download.bin");
        Content.Write(source, Size);
        await scenario.Partner.CheckedAsync($"put {source} download.bin\n");

        (await Through(line, scenario).RunAsync($"get download.bin {copy}\n")).ExitCode.ShouldNotBe(0);
        var before = line.Received;
        line.CutAfter = long.MaxValue;
        await Through(line, scenario).CheckedAsync($"reget download.bin {copy}\n");

        Content.Digest(copy).ShouldBe(Content.Digest(source));
        (line.Received - before).ShouldBeLessThan(Size * 6 / 10, "reget fetches only what is missing");
    }

    private static StockSftp Through(CuttingProxy line, Scenario scenario) => new(scenario.Workspace, line.Port, "acme-upload");

    private static Task NoSessionAsync(Scenario scenario) =>
        Eventually.TrueAsync("the node has noticed the broken session", async () =>
            (await scenario.Api.GetAsync("/api/v1/sessions")).GetProperty("items").GetArrayLength() == 0);
}

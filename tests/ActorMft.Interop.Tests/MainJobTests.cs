using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>In over SFTP with the stock client, through a flow, out to a real <c>sshd</c>.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task Large_file_arrives_byte_for_byte()
    {
        await using var scenario = await Scenario.StartAsync(afterCopy: "delete");
        var source = scenario.Workspace.At("large.bin");
        Content.Write(source, 1L << 30);

        await scenario.Partner.CheckedAsync($"mkdir invoices\nput {source} invoices/large.bin\n");

        await scenario.Api.WaitForStateAsync(1, "delivered", TimeSpan.FromMinutes(3));
        Content.Digest(Path.Combine(scenario.Inbound, "large.bin")).ShouldBe(Content.Digest(source));
        await SourceIsEmptyAsync(scenario);
    }

    [Fact]
    public async Task Two_thousand_small_files_in_nested_folders_arrive_byte_for_byte()
    {
        await using var scenario = await Scenario.StartAsync(afterCopy: "delete");
        var tree = scenario.Workspace.Folder("tree");
        for (var number = 0; number < 2000; number++)
        {
            var folder = (number % 4) switch { 0 => "", 1 => "two words", 2 => "a/b/c", _ => "Überweisungen/日本" };
            Content.Write(Path.Combine(tree, folder, $"file {number} é.csv"), number % 50 == 0 ? 0 : number * 7);
        }

        await scenario.Partner.CheckedAsync($"mkdir invoices\nput -r {tree}/* invoices/\n");

        await scenario.Api.WaitForStateAsync(2000, "delivered", TimeSpan.FromMinutes(5));
        Content.Tree(scenario.Inbound).ShouldBe(Content.Tree(tree));
        await SourceIsEmptyAsync(scenario);
    }

    [Fact]
    public async Task Download_gives_back_what_was_uploaded()
    {
        await using var scenario = await Scenario.StartAsync();
        var source = scenario.Workspace.At("there.bin");
        var back = scenario.Workspace.At("back.bin");
        Content.Write(source, 5_000_001);

        await scenario.Partner.CheckedAsync($"put {source} private.bin\nget private.bin {back}\n");

        Content.Digest(back).ShouldBe(Content.Digest(source));
        (await scenario.Api.TransfersAsync()).ShouldBeEmpty("the file lies outside the flow's folder");
    }

    private static Task SourceIsEmptyAsync(Scenario scenario) =>
        Eventually.TrueAsync("the source folder is empty", () => Content.Tree(Path.Combine(scenario.Inbox, "invoices")).Count == 0);
}

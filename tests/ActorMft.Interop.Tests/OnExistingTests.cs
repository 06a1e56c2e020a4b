using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>What a flow does when the target has the file: each choice on each kind of target, all in one flow.</summary>
public sealed class OnExistingTests
{
    private static readonly string[] Choices = ["replace", "rename", "skip", "fail"];

    [Fact]
    public async Task Each_choice_does_on_each_kind_of_target_what_it_says_and_nothing_to_a_file_that_is_new()
    {
        await using var scenario = await Scenario.StartAsync();
        var share = scenario.Workspace.Folder("share");
        await scenario.ApplyAsync($$"""
            kind: Endpoint
            organization: acme
            name: second
            type: SftpServer
            ---
            kind: Endpoint
            organization: acme
            name: share
            type: Lan
            path: {{share}}
            ---
            kind: Flow
            organization: acme
            name: everywhere
            source: { endpoint: inbox, path: /everywhere }
            targets:
            {{string.Join('\n', from endpoint in (string[])["bank-in", "second", "share"]
                                from choice in Choices
                                select $"  - {{ endpoint: {endpoint}, path: {choice}, onExisting: {choice} }}")}}
            """);
        string[] roots = [scenario.Bank.Home, Path.Combine(scenario.Node.Site.Storage, "acme", "second"), share];
        foreach (var directory in from root in roots from choice in Choices select Directory.CreateDirectory(Path.Combine(root, choice)))
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "there.csv"), "old");
        }

        await File.WriteAllTextAsync(scenario.Workspace.At("there.csv"), "newer");
        await File.WriteAllTextAsync(scenario.Workspace.At("fresh.csv"), "fresh");
        await scenario.Partner.CheckedAsync($"mkdir everywhere\nput {scenario.Workspace.At("there.csv")} everywhere/\nput {scenario.Workspace.At("fresh.csv")} everywhere/\n");
        await Eventually.TrueAsync("every transfer has ended or is parked", async () =>
            (await scenario.Api.TransfersAsync()).Count(static transfer => State(transfer) is "delivered" or "parked") == 2 * roots.Length * Choices.Length);

        foreach (var root in roots)
        {
            ContentsOf(root, "replace").ShouldBe(["fresh.csv fresh", "there.csv newer"]);
            ContentsOf(root, "rename").ShouldBe(["fresh.csv fresh", "there-1.csv newer", "there.csv old"]);
            ContentsOf(root, "skip").ShouldBe(["fresh.csv fresh", "there.csv old"]);
            ContentsOf(root, "fail").ShouldBe(["fresh.csv fresh", "there.csv old"]);
        }

        var parked = (await scenario.Api.TransfersAsync()).Where(static transfer => State(transfer) == "parked").ToList();
        parked.Select(static transfer => transfer.GetProperty("target").GetString()).ShouldBe(
            ["bank-in:fail/there.csv", "second:fail/there.csv", "share:fail/there.csv"], ignoreOrder: true);
        parked.ShouldAllBe(static transfer => transfer.GetProperty("error").GetString()!.Contains(
            "exists at", StringComparison.Ordinal) && transfer.GetProperty("error").GetString()!.EndsWith("Remove or rename it there, then retry the transfer.", StringComparison.Ordinal));

        foreach (var root in roots)
        {
            File.Delete(Path.Combine(root, "fail", "there.csv"));
        }

        foreach (var transfer in parked)
        {
            (await scenario.Api.SendAsync(HttpMethod.Post, $"/api/v1/transfers/{transfer.GetProperty("id").GetString()}/retry")).EnsureSuccessStatusCode();
        }

        await scenario.Api.WaitForStateAsync(2 * roots.Length * Choices.Length, "delivered");
        roots.ShouldAllBe(static root => ContentsOf(root, "fail").SequenceEqual(new[] { "fresh.csv fresh", "there.csv newer" }));
    }

    private static string? State(System.Text.Json.JsonElement transfer) => transfer.GetProperty("state").GetString();

    /// <summary>Names and contents, hidden files too, in order.</summary>
    private static List<string> ContentsOf(string root, string choice) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(root, choice), "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None })
            .OrderBy(static file => file, StringComparer.Ordinal)
            .Select(static file => $"{Path.GetFileName(file)} {File.ReadAllText(file)}"),
    ];
}

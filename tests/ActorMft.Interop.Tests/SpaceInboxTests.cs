using System.Net;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A space inbox from the first call for its credentials to their end, with the stock client.</summary>
public sealed class SpaceInboxTests
{
    private const string Call = "/api/v1/auth/sftp-credentials";

    [Fact]
    public async Task Uploaded_file_is_imported_and_removed_and_one_that_is_too_large_is_refused()
    {
        await using var scenario = await Scenario.StartAsync(afterCopy: "delete");
        await DeclareInboxAsync(scenario);
        var first = await CredentialsAsync(scenario);
        (await CredentialsAsync(scenario)).ShouldBe(first);
        var client = new PasswordSftp(scenario.Workspace, scenario.Node.SftpPort, first.User);
        var (small, large) = (scenario.Workspace.At("small.csv"), scenario.Workspace.At("large.csv"));
        Content.Write(small, 1_000_000);
        Content.Write(large, 1_000_001);

        (await client.RunAsync(first.Password, $"put {small} small.csv\n")).ExitCode.ShouldBe(0);
        (await client.RunAsync(first.Password, $"put {large} large.csv\n")).ExitCode.ShouldNotBe(0);
        (await client.RunAsync(first.Password, $"put {small} other.csv.part\nrename other.csv.part other.csv\n")).ExitCode.ShouldBe(0);

        await scenario.Api.WaitForStateAsync(2, "delivered");
        Content.Digest(Path.Combine(scenario.Inbound, "small.csv")).ShouldBe(Content.Digest(small));
        await Eventually.TrueAsync("the inbox is empty", () => Content.Tree(Path.Combine(scenario.Inbox, "invoices")).Count == 0);
        File.Exists(Path.Combine(scenario.Inbound, "large.csv")).ShouldBeFalse();
        scenario.Node.Log.ShouldContain("takes files of up to 1MB");
        scenario.Node.Log.ShouldNotContain(first.Password);
    }

    [Fact]
    public async Task Rotated_password_replaces_the_old_one_and_the_login_ends_with_the_flow()
    {
        await using var scenario = await Scenario.StartAsync(afterCopy: "delete");
        using (var none = await scenario.Api.SendAsync(HttpMethod.Get, $"{Call}?space=acme/invoices"))
        {
            none.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await none.Content.ReadAsStringAsync()).ShouldContain("no space inbox");
        }

        await DeclareInboxAsync(scenario);
        var old = await CredentialsAsync(scenario);
        using (var rotation = await scenario.Api.SendAsync(HttpMethod.Post, $"{Call}/rotate?space=acme/invoices"))
        {
            rotation.StatusCode.ShouldBe(HttpStatusCode.OK);
            rotation.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        var current = await CredentialsAsync(scenario);
        current.Password.ShouldNotBe(old.Password);
        var client = new PasswordSftp(scenario.Workspace, scenario.Node.SftpPort, current.User);
        (await client.RunAsync(old.Password, "pwd\n")).Error.ShouldContain("Permission denied");
        (await client.RunAsync(current.Password, "pwd\n")).ExitCode.ShouldBe(0);

        using var deletion = await scenario.Api.SendAsync(HttpMethod.Delete, "/api/v1/organizations/acme/flows/invoices");
        deletion.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.RunAsync(current.Password, "pwd\n")).Error.ShouldContain("Permission denied");
        using var gone = await scenario.Api.SendAsync(HttpMethod.Get, $"{Call}?space=acme/invoices");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task DeclareInboxAsync(Scenario scenario) => scenario.ApplyAsync("""
        kind: Flow
        organization: acme
        name: invoices
        inbox: { maxFileSize: 1MB }
        source: { endpoint: inbox, path: /invoices, afterCopy: delete }
        targets:
          - { endpoint: bank-in, path: inbound }
        """);

    private static async Task<(string User, string Password)> CredentialsAsync(Scenario scenario)
    {
        var data = (await scenario.Api.GetAsync($"{Call}?space=acme/invoices")).GetProperty("data");
        data.GetProperty("host").GetString().ShouldBe("127.0.0.1");
        data.GetProperty("port").GetInt32().ShouldBe(scenario.Node.SftpPort);
        return (data.GetProperty("username").GetString()!, data.GetProperty("password").GetString()!);
    }
}

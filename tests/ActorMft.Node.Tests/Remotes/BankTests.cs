using System.Text.Json;
using ActorMft.Node.Tests.Hosting;
using ActorMft.Testing;

namespace ActorMft.Node.Tests.Remotes;

/// <summary>A node, and a real <c>sshd</c> that is its remote server acme/bank once that is declared.</summary>
public abstract class BankTests : IAsyncLifetime
{
    private protected const string Remote = "/api/v1/organizations/acme/remotes/bank";

    private readonly TemporaryDirectory _directory = new();

    private protected BankTests() => Sshd = new SshdServer(Workspace);

    private protected Workspace Workspace { get; } = new();

    private protected SshdServer Sshd { get; }

    private protected RunningNode Node { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Node = await RunningNode.StartAsync(_directory);
        await Node.ApplyAsync("""[{ "kind": "Organization", "name": "acme" }]""");
    }

    public async Task DisposeAsync()
    {
        await Node.DisposeAsync();
        await Sshd.DisposeAsync();
        Workspace.Dispose();
        _directory.Dispose();
    }

    /// <param name="more">Further fields, with a comma before them.</param>
    private protected Task<(int Status, JsonElement Body)> PutAsync(string more, string? keyFile = null, string host = "127.0.0.1", int? port = null)
    {
        var key = JsonSerializer.Serialize(File.ReadAllText(keyFile ?? Workspace.KeyFile));
        return Node.SendAsync(HttpMethod.Put, Remote, $$"""
            { "host": "{{host}}", "port": {{port ?? Sshd.Port}}, "username": "{{SshdServer.UserName}}", "auth": { "privateKey": { "value": {{key}} } }{{more}} }
            """);
    }

    /// <summary>Runs the remote's test and gives its result, good or bad.</summary>
    private protected async Task<JsonElement> TestResultAsync(string query = "")
    {
        var (status, body) = await Node.SendAsync(HttpMethod.Post, Remote + "/test" + query);
        status.ShouldBe(200, body.ToString());
        return body;
    }
}

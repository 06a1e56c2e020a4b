using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>The product: a node of its own with one endpoint and one user.</summary>
internal abstract class NodeServer : MatrixServer
{
    private NodeProcess? _node;

    /// <param name="settings">The node's settings, as environment variables.</param>
    /// <param name="home">What the user sees as its root.</param>
    /// <param name="more">Further resources, as YAML documents.</param>
    /// <param name="landing">The directory of this machine that is there; null: the endpoint's.</param>
    protected async Task<Target> StartNodeAsync(
        Workspace workspace, IReadOnlyDictionary<string, string> settings, string home = "/", string more = "", string? landing = null)
    {
        var keys = new UserKeys(workspace);
        var password = Guid.NewGuid().ToString("N");
        var passwordFile = workspace.At("node.password");
        await File.WriteAllTextAsync(passwordFile, password);
        _node = new NodeProcess(NodeSite.Alone(workspace.Folder("node")) with { Environment = settings });
        await _node.StartAsync();
        var resources = workspace.At("resources.yaml");
        await File.WriteAllTextAsync(resources, $$"""
            kind: Organization
            name: acme
            ---
            kind: Endpoint
            organization: acme
            name: inbox
            type: SftpServer
            ---
            kind: User
            organization: acme
            endpoint: inbox
            name: {{UserName}}
            home: {{home}}
            password: { file: {{passwordFile}} }
            publicKeys: [{{string.Join(", ", keys.PublicKeys.Select(static key => $"\"{key}\""))}}]
            ---
            {{more}}
            """);
        (await _node.CommandAsync("apply", "-f", resources)).ShouldSucceed("apply");
        return new Target
        {
            Port = _node.SftpPort,
            User = UserName,
            Password = password,
            Keys = keys,
            HostKeys = Target.ScanHostKeys(_node.SftpPort),
            Lacks = Lacks,
            Home = landing ?? Path.Combine(_node.Site.Storage, "acme", "inbox"),
            Workspace = workspace,
        };
    }

    public override ValueTask DisposeAsync() => _node?.DisposeAsync() ?? ValueTask.CompletedTask;
}

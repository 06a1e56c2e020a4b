using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>The product with OpenSSH's <c>sshd</c> behind it: the user's home is a mount, so every operation goes through to that server.</summary>
internal sealed class MountedNode : MatrixServer
{
    private NodeProcess? _node;
    private SshdServer? _bank;

    public override string Name => "sshd through a mount";

    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Link] = "a node makes no links, through a mount neither",
    };

    public override Task<string> VersionAsync() => Task.FromResult("");

    public override async Task<Target> StartAsync(Workspace workspace)
    {
        _bank = new SshdServer(workspace);
        await _bank.StartAsync();
        _node = new NodeProcess(NodeSite.Alone(workspace.Folder("node")));
        await _node.StartAsync();
        var shown = Directory.CreateDirectory(Path.Combine(_bank.Home, "shown")).FullName;
        var keys = new UserKeys(workspace);
        var password = Guid.NewGuid().ToString("N");
        var passwordFile = workspace.At("node.password");
        await File.WriteAllTextAsync(passwordFile, password);
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
            home: /bank
            password: { file: {{passwordFile}} }
            publicKeys: [{{string.Join(", ", keys.PublicKeys.Select(static key => $"\"{key}\""))}}]
            ---
            kind: RemoteServer
            organization: acme
            name: bank
            host: 127.0.0.1
            port: {{_bank.Port}}
            username: {{SshdServer.UserName}}
            auth: { privateKey: { file: {{workspace.KeyFile}} } }
            ---
            kind: Mount
            organization: acme
            name: bank-window
            endpoint: inbox
            path: /bank
            remote: bank
            remotePath: shown
            """);
        (await _node.CommandAsync("apply", "-f", resources)).ShouldSucceed("apply");
        return new Target
        {
            Port = _node.SftpPort,
            User = UserName,
            Password = password,
            Keys = keys,
            HostKeys = Target.ScanHostKeys(_node.SftpPort),
            Home = shown,
            Lacks = Lacks,
            Workspace = workspace,
        };
    }

    public override async ValueTask DisposeAsync()
    {
        await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_bank?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

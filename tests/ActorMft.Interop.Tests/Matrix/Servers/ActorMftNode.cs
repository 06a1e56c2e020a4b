using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>The product: a node of its own with one endpoint and one user.</summary>
internal sealed class ActorMftNode : MatrixServer
{
    private NodeProcess? _node;

    public override string Name => "ActorMft";

    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Link] = "a node makes no links and says so; `actormft sftp-server` does. The order of the two paths is tested by identification in `SftpServerTests`, not with each client",
    };

    public override Task<string> VersionAsync() =>
        Task.FromResult(System.Diagnostics.FileVersionInfo.GetVersionInfo(NodeProcess.Program).ProductVersion!.Split('+')[0]);

    public override async Task<Target> StartAsync(Workspace workspace)
    {
        var keys = new UserKeys(workspace);
        var password = Guid.NewGuid().ToString("N");
        var passwordFile = workspace.At("node.password");
        await File.WriteAllTextAsync(passwordFile, password);
        _node = new NodeProcess(NodeSite.Alone(workspace.Folder("node")) with
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ACTORMFT__SFTP__REKEY__BYTES"] = "4MiB" },
        });
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
            password: { file: {{passwordFile}} }
            publicKeys: [{{string.Join(", ", keys.PublicKeys.Select(static key => $"\"{key}\""))}}]
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
            Home = Path.Combine(_node.Site.Storage, "acme", "inbox"),
            Workspace = workspace,
        };
    }

    public override ValueTask DisposeAsync() => _node?.DisposeAsync() ?? ValueTask.CompletedTask;
}

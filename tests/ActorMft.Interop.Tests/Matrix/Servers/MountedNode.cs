using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>The product with OpenSSH's <c>sshd</c> behind it: the user's home is a mount, so every operation goes through to that server.</summary>
internal sealed class MountedNode : NodeServer
{
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
        var shown = Directory.CreateDirectory(Path.Combine(_bank.Home, "shown")).FullName;
        var mount = $$"""
            {{MainJob.Remote("bank", _bank.Port, SshdServer.UserName, workspace)}}
            ---
            kind: Mount
            organization: acme
            name: bank-window
            endpoint: inbox
            path: /bank
            remote: bank
            remotePath: shown
            """;
        return await StartNodeAsync(workspace, new Dictionary<string, string>(StringComparer.Ordinal), home: "/bank", more: mount, landing: shown);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_bank?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>The product with its own files.</summary>
internal sealed class ActorMftNode : NodeServer
{
    public override string Name => "ActorMft";

    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Link] = "a node makes no links and says so; `actormft sftp-server` does. The order of the two paths is tested by identification in `SftpServerTests`, not with each client",
    };

    public override Task<string> VersionAsync() =>
        Task.FromResult(System.Diagnostics.FileVersionInfo.GetVersionInfo(NodeProcess.Program).ProductVersion!.Split('+')[0]);

    public override Task<Target> StartAsync(Workspace workspace) =>
        StartNodeAsync(workspace, new Dictionary<string, string>(StringComparer.Ordinal) { ["ACTORMFT__SFTP__REKEY__BYTES"] = "4MiB" });
}

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>The npm package <c>ssh2</c> as a server; the file operations are the driver's.</summary>
internal sealed class NodeSsh2Server : ProcessServer
{
    public override string Name => "node ssh2";

    public override Task<string> VersionAsync() => new Clients.NodeSsh2().VersionAsync();

    protected override IReadOnlyList<string> Command(ServerSite site) => ["node", ServerSite.Driver("ssh2_server.js"), site.HostKey()];
}

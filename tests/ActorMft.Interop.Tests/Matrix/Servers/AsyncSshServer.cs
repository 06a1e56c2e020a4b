namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>Python's asyncssh with its own SFTP server.</summary>
internal sealed class AsyncSshServer : ProcessServer
{
    public override string Name => "asyncssh";

    public override Task<string> VersionAsync() => new Clients.AsyncSsh().VersionAsync();

    protected override IReadOnlyList<string> Command(ServerSite site) => ["/usr/bin/python3", ServerSite.Driver("asyncssh_server.py"), site.HostKey()];
}

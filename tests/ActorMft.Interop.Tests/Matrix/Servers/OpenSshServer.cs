namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>OpenSSH's <c>sshd</c> with <c>internal-sftp</c>.</summary>
internal sealed class OpenSshServer : ProcessServer
{
    public override string Name => "OpenSSH sshd";

    protected override string User => "root";

    public override Task<string> VersionAsync() => VersionOfAsync("ssh", "-V");

    protected override IReadOnlyList<string> Command(ServerSite site)
    {
        var hostKey = site.HostKey();
        var config = site.Write("sshd_config", $"""
            Port {site.Port}
            ListenAddress 127.0.0.1
            HostKey {hostKey}
            AuthorizedKeysFile {site.Write("authorized_keys", site.AuthorizedKeys)}
            PidFile none
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication yes
            RekeyLimit 8M
            Subsystem sftp internal-sftp

            """);
        return [.. site.WithPrivateAccount, "/usr/sbin/sshd", "-D", "-e", "-f", config];
    }
}

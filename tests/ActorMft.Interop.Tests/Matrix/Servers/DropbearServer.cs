using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>Dropbear, which starts OpenSSH's <c>sftp-server</c>.</summary>
internal sealed class DropbearServer : ProcessServer
{
    public override string Name => "Dropbear + sftp-server";

    protected override string User => "root";

    public override Task<string> VersionAsync() => VersionOfAsync("dropbear", "-V");

    protected override IReadOnlyList<string> Command(ServerSite site)
    {
        var hostKey = site.At("host_key");
        ProcessRun.Checked("dropbearkey", ["-t", "ed25519", "-f", hostKey]);
        site.WriteHome(".ssh/authorized_keys", site.AuthorizedKeys);
        return [.. site.WithPrivateAccount, "dropbear", "-F", "-E", "-r", hostKey, "-p", $"127.0.0.1:{site.Port}"];
    }
}

using System.Globalization;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>ProFTPD's <c>mod_sftp</c>.</summary>
internal sealed class ProFtpdServer : ProcessServer
{
    public override string Name => "ProFTPD mod_sftp";

    public override Task<string> VersionAsync() => VersionOfAsync("proftpd", "-v");

    protected override IReadOnlyList<string> Command(ServerSite site)
    {
        var hash = ProcessRun.Checked("openssl", ["passwd", "-6", "-stdin"], site.Password).Output.Trim();
        var users = site.Write("users", $"{UserName}:{hash}:0:0::{site.Home}:/bin/sh\n");
        File.SetUnixFileMode(users, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var keys = site.Write("authorized.rfc4716", string.Concat(site.PublicKeyFiles.Select(static file =>
            ProcessRun.Checked("ssh-keygen", ["-e", "-m", "RFC4716", "-f", file]).Output)));
        var config = site.Write("proftpd.conf", string.Create(CultureInfo.InvariantCulture, $"""
            LoadModule mod_sftp.c
            ModulePath /usr/lib/proftpd
            ServerType standalone
            ServerName matrix
            Port {site.Port}
            DefaultAddress 127.0.0.1
            UseIPv6 off
            User root
            Group root
            RootLogin on
            RootRevoke off
            RequireValidShell off
            PidFile {site.At("pid")}
            ScoreboardFile {site.At("scoreboard")}
            DelayEngine off
            UseReverseDNS off
            WtmpLog off
            AuthPAM off
            AuthOrder mod_auth_file.c
            AuthUserFile {users}
            DefaultRoot ~
            AllowOverwrite on
            AllowStoreRestart on
            AllowRetrieveRestart on
            SFTPEngine on
            SFTPLog {site.At("sftp.log")}
            SFTPHostKey {site.HostKey()}
            SFTPAuthorizedUserKeys file:{keys}
            SFTPAuthMethods publickey password
            SFTPRekey required 3600 8

            """));
        return ["proftpd", "-n", "-c", config];
    }
}

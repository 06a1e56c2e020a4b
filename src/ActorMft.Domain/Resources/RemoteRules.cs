using System.Net;
using System.Text.RegularExpressions;

namespace ActorMft.Domain.Resources;

/// <summary>What a remote server must satisfy by itself.</summary>
internal static partial class RemoteRules
{
    private const int MostConnections = 1000;

    public static void Check(RemoteSpec remote, ProblemList problems)
    {
        problems.Require("host", remote.Host, Uri.CheckHostName(remote.Host) != UriHostNameType.Unknown, "a host name or an address");
        problems.Require("port", remote.Port, remote.Port is > 0 and <= ushort.MaxValue, "1 to 65535");
        problems.Require("username", remote.Username, remote.Username.Length > 0, "the login at the remote server");
        problems.Require("maxConnections", remote.MaxConnections, remote.MaxConnections is > 0 and <= MostConnections, $"1 to {MostConnections}");
        problems.Require("bindAddress", remote.BindAddress, remote.BindAddress is null || IPAddress.TryParse(remote.BindAddress, out _), "an address of this machine, such as 192.0.2.10");
        problems.Require("hostKey", remote.HostKey, remote.HostKey is null || FingerprintPattern().IsMatch(remote.HostKey), "a fingerprint such as SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDbbxbY...");
        problems.Require(
            "hostKeyPolicy",
            "acceptAny",
            remote.HostKeyPolicy != HostKeyPolicy.AcceptAny || remote.HostKey is null,
            "pin, as there is a hostKey; acceptAny believes any");
        CheckAuth(remote.Auth, problems);
        if (remote.Proxy is { } proxy)
        {
            ProxyRules.Check(proxy, problems);
        }
    }

    private static void CheckAuth(RemoteAuth auth, ProblemList problems)
    {
        problems.Require("auth", null, auth.Password is not null || auth.PrivateKey is not null || auth.Generate is not null, "a password, a privateKey, or generate");
        problems.Require(
            "auth.privateKey",
            null,
            auth.Generate is null || auth.PrivateKey is null or { Sealed: not null },
            "no privateKey, as there is generate");
        problems.Require("auth.passphrase", null, auth.Passphrase is null || auth.PrivateKey is not null, "no passphrase, as there is no privateKey");
        problems.RequireSecret("auth.password", auth.Password, mayBeHash: false);
        problems.RequireSecret("auth.privateKey", auth.PrivateKey, mayBeHash: false);
        problems.RequireSecret("auth.passphrase", auth.Passphrase, mayBeHash: false);
    }

    [GeneratedRegex(@"\ASHA256:[A-Za-z0-9+/]{43}=?\z", RegexOptions.CultureInvariant)]
    private static partial Regex FingerprintPattern();
}

using System.Text;

namespace ActorMft.Domain.Resources;

/// <summary>What a remote server's proxy must satisfy by itself.</summary>
internal static class ProxyRules
{
    /// <summary>SOCKS 5 sends lengths in one byte (RFC 1929).</summary>
    public const int LongestText = 255;

    public static void Check(ProxySpec proxy, ProblemList problems)
    {
        problems.Require("proxy.host", proxy.Host, Uri.CheckHostName(proxy.Host) != UriHostNameType.Unknown, "a host name or an address");
        problems.Require("proxy.port", proxy.Port, proxy.Port is > 0 and <= ushort.MaxValue, "1 to 65535; SOCKS proxies mostly listen on 1080, HTTP proxies on 3128 or 8080");
        problems.Require("proxy.username", proxy.Username, proxy.Username is null || IsText(proxy.Username), $"1 to {LongestText} bytes without control characters");
        problems.Require("proxy.username", proxy.Username, proxy.Type != ProxyType.Http || proxy.Username?.Contains(':', StringComparison.Ordinal) is not true, "no colon, as HTTP's Basic authentication ends the name there");
        problems.Require("proxy.password", null, proxy.Password is null || proxy.Username is not null, "no password, as there is no username");
        problems.Require(
            "proxy.password",
            null,
            proxy.Password is null || proxy.Type is ProxyType.Http or ProxyType.Socks5,
            "no password: SOCKS 4 knows only a user name; use socks5 if the proxy speaks it");
        problems.RequireSecret("proxy.password", proxy.Password, mayBeHash: false);
        if (proxy.Password is { Value: { } password })
        {
            problems.Require("proxy.password", null, IsText(password), $"1 to {LongestText} bytes without control characters");
        }
    }

    private static bool IsText(string text) => Encoding.UTF8.GetByteCount(text) is > 0 and <= LongestText && !text.Any(char.IsControl);
}

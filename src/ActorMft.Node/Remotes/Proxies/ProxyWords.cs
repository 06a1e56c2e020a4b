using System.Text;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Remotes.Proxies;

/// <summary>What is said about proxies: their names, and their own words made fit for a sentence.</summary>
internal static class ProxyWords
{
    private const int LongestQuote = 200;

    /// <summary>For example <c>the SOCKS 5 proxy 10.0.0.9:1080</c>.</summary>
    public static string Name(ProxySpec proxy) => $"the {Protocol(proxy.Type)} proxy {Address(proxy.Host, proxy.Port)}";

    /// <summary>With brackets around an IPv6 address.</summary>
    public static string Address(string host, int port) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";

    /// <summary>What a proxy said, without control characters, cut, and without the secrets that it was told.</summary>
    public static string Quote(ReadOnlySpan<byte> words, params ReadOnlySpan<string?> secrets)
    {
        var text = Encoding.Latin1.GetString(words).Trim();
        foreach (var secret in secrets)
        {
            text = string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "(secret)", StringComparison.Ordinal);
        }

        var clean = string.Concat(text.Select(c => c is >= ' ' and < '\x7f' ? c : '?'));
        return clean.Length <= LongestQuote ? clean : clean[..LongestQuote] + "...";
    }

    /// <summary>A failure while speaking with the proxy.</summary>
    public static RemoteException Failure(ProxySpec proxy, string rest, bool isTransient, Exception? inner = null) =>
        new(ConnectStep.Proxy, Capital($"{Name(proxy)} {rest}"), isTransient, inner);

    public static RemoteException Nonsense(ProxySpec proxy, string seen) =>
        Failure(proxy, $"doesn't speak {Protocol(proxy.Type)}: {seen}. Check the remote's proxy.type, proxy.host and proxy.port.", isTransient: false);

    private static string Protocol(ProxyType type) => type switch
    {
        ProxyType.Http => "HTTP",
        ProxyType.Socks4 => "SOCKS 4",
        ProxyType.Socks4a => "SOCKS 4a",
        _ => "SOCKS 5",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

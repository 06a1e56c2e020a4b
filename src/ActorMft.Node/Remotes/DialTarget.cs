using ActorMft.Domain.Resources;

namespace ActorMft.Node.Remotes;

/// <summary>Where a TCP connection goes first: to the remote server itself, or to its proxy.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Proxy">How the proxy is called in messages, or null for the server itself.</param>
internal sealed record DialTarget(string Host, int Port, string? Proxy)
{
    public static DialTarget Of(RemoteSpec spec) => spec.Proxy is { } proxy
        ? new DialTarget(proxy.Host, proxy.Port, Proxies.ProxyWords.Name(proxy))
        : new DialTarget(spec.Host, spec.Port, Proxy: null);

    /// <summary>What in the declaration to look at.</summary>
    public string Setting => Proxy is null ? "the remote's host" : "the remote's proxy.host";

    /// <summary>What in the declaration to look at.</summary>
    public string PortSetting => Proxy is null ? "the remote's port" : "the remote's proxy.port";
}

using ActorMft.Domain.Resources;

namespace ActorMft.Node.Remotes.Proxies;

/// <summary>A proxy with its password in clear, for as long as a handshake takes.</summary>
internal sealed record ProxyLogin(ProxySpec Proxy, string? Password)
{
    /// <summary>Says which proxy, never the password.</summary>
    public override string ToString() => ProxyWords.Name(Proxy);
}

namespace ActorMft.Domain.Resources;

/// <summary>How a proxy is spoken to.</summary>
public enum ProxyType
{
    /// <summary>CONNECT of RFC 9110, section 9.3.6, with Basic authentication.</summary>
    Http,

    /// <summary>Version 4: addresses of IPv4 only, looked up on the node.</summary>
    Socks4,

    /// <summary>Version 4 with host names, which the proxy looks up.</summary>
    Socks4a,

    /// <summary>Version 5 (RFC 1928); the proxy looks the host name up.</summary>
    Socks5,
}

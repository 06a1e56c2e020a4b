namespace ActorMft.Domain.Resources;

/// <summary>What connections to a remote server go through.</summary>
public sealed record ProxySpec
{
    public ProxyType Type { get; init; }

    /// <summary>A host name or an address.</summary>
    public string Host { get; init; } = "";

    public int Port { get; init; }

    /// <summary>Absent: the proxy asks for no login. With SOCKS 4 and 4a it is the user id.</summary>
    public string? Username { get; init; }

    public Secret? Password { get; init; }
}

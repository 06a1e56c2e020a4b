namespace ActorMft.Domain.Resources;

/// <summary>Somebody else's SFTP server and how to log in to it.</summary>
public sealed record RemoteSpec() : ResourceSpec(ResourceKind.RemoteServer)
{
    /// <summary>The SSH port, unless another is given.</summary>
    public const int DefaultPort = 22;

    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    /// <summary>A host name or an address.</summary>
    public string Host { get; init; } = "";

    /// <summary>Default 22.</summary>
    public int Port { get; init; } = DefaultPort;

    public string Username { get; init; } = "";

    public RemoteAuth Auth { get; init; } = new();

    /// <summary>The server's key as <c>SHA256:...</c>; absent: the first connect's is learned and kept.</summary>
    public string? HostKey { get; init; }

    public HostKeyPolicy HostKeyPolicy { get; init; }

    /// <summary>Connections at the same time from the whole cluster. Default 25.</summary>
    public int MaxConnections { get; init; } = 25;

    /// <summary>What connections go through; absent: they are direct.</summary>
    public ProxySpec? Proxy { get; init; }

    /// <summary>Whether algorithms that are only good enough for old servers (SHA-1, CBC) are offered too. Default: no.</summary>
    public bool LegacyAlgorithms { get; init; }

    /// <summary>Which algorithms are offered; absent: all that the node has.</summary>
    public RemoteAlgorithms? Algorithms { get; init; }

    /// <summary>The local address that connections come from, for partners who allow-list; absent: the system's choice.</summary>
    public string? BindAddress { get; init; }
}

namespace ActorMft.Node.Remotes;

/// <summary>The steps of reaching a remote server, in order; a failure names its step.</summary>
internal enum ConnectStep
{
    /// <summary>What is declared: whether the remote is enabled, and whether its secrets and keys can be read.</summary>
    Settings,

    /// <summary>Waiting for one of the remote's connection slots.</summary>
    Slot,

    /// <summary>Finding the host's addresses, or the proxy's.</summary>
    NameLookup,

    /// <summary>Opening the TCP connection, to the server or to the proxy.</summary>
    Tcp,

    /// <summary>Having the proxy connect to the server.</summary>
    Proxy,

    /// <summary>SSH version and key exchange.</summary>
    KeyExchange,

    /// <summary>Comparing the server's key with the one on record.</summary>
    HostKey,

    /// <summary>Logging in.</summary>
    Authentication,

    /// <summary>Starting SFTP.</summary>
    Subsystem,

    /// <summary>Looking at the directory.</summary>
    Directory,
}

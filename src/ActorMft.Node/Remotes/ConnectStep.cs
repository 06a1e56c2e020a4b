namespace ActorMft.Node.Remotes;

/// <summary>The steps of reaching a remote server, in order; a failure names its step.</summary>
internal enum ConnectStep
{
    /// <summary>Waiting for one of the remote's connection slots.</summary>
    Slot,

    /// <summary>Finding the host's addresses.</summary>
    NameLookup,

    /// <summary>Opening the TCP connection.</summary>
    Tcp,

    /// <summary>SSH version and key exchange.</summary>
    KeyExchange,

    /// <summary>Comparing the server's key with the one on record.</summary>
    HostKey,

    /// <summary>Logging in.</summary>
    Authentication,

    /// <summary>Starting SFTP and looking at the directory.</summary>
    Directory,
}

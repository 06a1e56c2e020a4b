namespace ActorMft.Ssh.Transport;

/// <summary>What happens to a message by its number alone.</summary>
internal enum MessageVerdict
{
    /// <summary>It is handled.</summary>
    Handle,

    /// <summary>It is dropped without an answer.</summary>
    Ignore,

    /// <summary>It is answered with UNIMPLEMENTED.</summary>
    Unimplemented,

    /// <summary>The connection ends.</summary>
    Disconnect,
}

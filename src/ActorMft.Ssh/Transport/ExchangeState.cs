namespace ActorMft.Ssh.Transport;

/// <summary>What the peer has to send next in a key exchange.</summary>
internal enum ExchangeState
{
    /// <summary>Its KEXINIT, if an exchange is wanted; anything else if not.</summary>
    Idle,

    /// <summary>The method's message: 30 from a client, 31 from a server.</summary>
    Method,

    /// <summary>NEWKEYS.</summary>
    NewKeys,
}

namespace ActorMft.Ssh.Transport;

/// <summary>How far a connection has come. It only ever goes forward; a later key exchange doesn't change it.</summary>
internal enum SshPhase
{
    /// <summary>From the first byte to the first NEWKEYS of both sides.</summary>
    FirstKeyExchange,

    /// <summary>The client asks for the user authentication service.</summary>
    Service,

    /// <summary>The client proves who it is.</summary>
    Authentication,

    /// <summary>The connection protocol (RFC 4254).</summary>
    Running,
}

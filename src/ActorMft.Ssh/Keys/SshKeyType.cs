namespace ActorMft.Ssh.Keys;

/// <summary>The kinds of keys that can be generated.</summary>
public enum SshKeyType
{
    /// <summary>RFC 8709; needs the system's libcrypto.</summary>
    Ed25519,

    /// <summary>RFC 5656 on NIST P-256.</summary>
    EcdsaP256,

    /// <summary>RFC 5656 on NIST P-384.</summary>
    EcdsaP384,

    /// <summary>RFC 5656 on NIST P-521.</summary>
    EcdsaP521,

    /// <summary>RSA with a modulus of 3072 bits.</summary>
    Rsa3072,

    /// <summary>RSA with a modulus of 4096 bits.</summary>
    Rsa4096,
}

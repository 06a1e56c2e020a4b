namespace ActorMft.Domain.Resources;

/// <summary>How to log in to a remote server: by password, by a private key, or both.</summary>
public sealed record RemoteAuth
{
    public Secret? Password { get; init; }

    /// <summary>A private key's text.</summary>
    public Secret? PrivateKey { get; init; }

    /// <summary>What the private key is encrypted with, if it is.</summary>
    public Secret? Passphrase { get; init; }

    /// <summary>A key pair of this type is made here; the public half is then in <see cref="PublicKey"/>.</summary>
    public GeneratedKey? Generate { get; init; }

    /// <summary>The private key's public half in OpenSSH form; filled in here, for the partner's <c>authorized_keys</c>.</summary>
    public string? PublicKey { get; init; }
}

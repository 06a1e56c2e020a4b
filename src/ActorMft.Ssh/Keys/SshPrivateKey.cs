namespace ActorMft.Ssh.Keys;

/// <summary>A private key of a host or a user. Safe for concurrent use until disposed.</summary>
public abstract class SshPrivateKey : IDisposable
{
    private protected SshPrivateKey(SshPublicKey publicKey) => PublicKey = publicKey;

    /// <summary>The other half.</summary>
    public SshPublicKey PublicKey { get; }

    /// <summary>Makes a new key.</summary>
    /// <exception cref="PlatformNotSupportedException">Ed25519 was asked for and the system has no libcrypto 3.</exception>
    public static SshPrivateKey Generate(SshKeyType type) => throw new NotSupportedException();

    /// <summary>Reads a private key: OpenSSH's own format, or PEM PKCS#1, SEC1 or PKCS#8.</summary>
    /// <param name="pem">The file's text.</param>
    /// <param name="passphrase">Needed if the key is encrypted, otherwise not used.</param>
    /// <exception cref="SshException"><see cref="SshFailure.BadKey"/>: the text is no such key, or the passphrase is missing or wrong.</exception>
    public static SshPrivateKey Parse(ReadOnlySpan<char> pem, string? passphrase = null) => throw new NotSupportedException();

    /// <summary>Signs data.</summary>
    /// <param name="signatureAlgorithm">One of the public key's <see cref="SshPublicKey.SignatureAlgorithms"/>.</param>
    /// <param name="data">What to sign.</param>
    /// <returns>string algorithm, string signature (RFC 4253 section 6.6).</returns>
    /// <exception cref="ArgumentException">The key has no such algorithm.</exception>
    public byte[] Sign(string signatureAlgorithm, ReadOnlySpan<byte> data) => throw new NotSupportedException();

    /// <summary>Writes the key in OpenSSH's format, encrypted (aes256-ctr, bcrypt) if a passphrase is given.</summary>
    public string ToOpenSshPem(string comment = "", string? passphrase = null) => throw new NotSupportedException();

    public abstract void Dispose();
}

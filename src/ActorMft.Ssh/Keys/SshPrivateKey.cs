using System.Security.Cryptography;
using ActorMft.Ssh.Keys.OpenSsh;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>A private key of a host or a user. Safe for concurrent use until disposed.</summary>
public abstract class SshPrivateKey : IDisposable
{
    private protected SshPrivateKey(SshPublicKey publicKey) => PublicKey = publicKey;

    /// <summary>The other half.</summary>
    public SshPublicKey PublicKey { get; }

    /// <summary>Makes a new key.</summary>
    /// <exception cref="PlatformNotSupportedException">Ed25519 was asked for and the system has no libcrypto 3.</exception>
    public static SshPrivateKey Generate(SshKeyType type) => type switch
    {
        SshKeyType.Ed25519 => Ed25519PrivateKey.Generate(),
        SshKeyType.EcdsaP256 => EcdsaPrivateKey.Generate(EcdsaCurve.P256),
        SshKeyType.EcdsaP384 => EcdsaPrivateKey.Generate(EcdsaCurve.P384),
        SshKeyType.EcdsaP521 => EcdsaPrivateKey.Generate(EcdsaCurve.P521),
        SshKeyType.Rsa3072 => RsaPrivateKey.Generate(3072),
        SshKeyType.Rsa4096 => RsaPrivateKey.Generate(4096),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such kind of key."),
    };

    /// <summary>Reads a private key: OpenSSH's own form, PEM (PKCS#1, SEC 1, PKCS#8, encrypted or not), PuTTY's .ppk of versions 2 and 3, or SSH.com's.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="passphrase">Needed if the key is encrypted, otherwise not used.</param>
    /// <exception cref="SshException"><see cref="SshFailure.BadKey"/>: the text is no such key, or the passphrase is missing or wrong. The message says which form it seems to have, what is wrong and what to do.</exception>
    /// <exception cref="PlatformNotSupportedException">The key is an Ed25519 key and the system has no libcrypto 3.</exception>
    public static SshPrivateKey Parse(ReadOnlySpan<char> text, string? passphrase = null)
    {
        SshPrivateKey key = PrivateKeyFile.Read(text, passphrase);
        try
        {
            key.CheckPair();
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Signs data.</summary>
    /// <param name="signatureAlgorithm">One of the public key's <see cref="SshPublicKey.SignatureAlgorithms"/>.</param>
    /// <param name="data">What to sign.</param>
    /// <returns>string algorithm, string signature (RFC 4253 section 6.6).</returns>
    /// <exception cref="ArgumentException">The key has no such algorithm.</exception>
    public byte[] Sign(string signatureAlgorithm, ReadOnlySpan<byte> data)
    {
        if (!PublicKey.SignatureAlgorithms.Contains(signatureAlgorithm))
        {
            throw new ArgumentException($"A key of type '{PublicKey.KeyType}' can't sign with '{signatureAlgorithm}'.", nameof(signatureAlgorithm));
        }

        return SignAs(signatureAlgorithm, data);
    }

    /// <summary>The same, with legacy algorithms too: the caller has made sure that this one was agreed on.</summary>
    internal byte[] SignAs(string signatureAlgorithm, ReadOnlySpan<byte> data)
    {
        if (!PublicKey.Supports(signatureAlgorithm))
        {
            throw new ArgumentException($"A key of type '{PublicKey.KeyType}' can't sign with '{signatureAlgorithm}'.", nameof(signatureAlgorithm));
        }

        SshWriter writer = new(stackalloc byte[1024]);
        writer.WriteString(signatureAlgorithm);
        writer.WriteString(CreateSignature(signatureAlgorithm, data));
        byte[] blob = writer.ToArray();
        writer.Dispose();
        return blob;
    }

    /// <summary>Writes the key in OpenSSH's format, encrypted (aes256-ctr, bcrypt) if a passphrase is given.</summary>
    public string ToOpenSshPem(string comment = "", string? passphrase = null) => OpenSshKeyWriter.Write(this, comment, passphrase);

    public abstract void Dispose();

    /// <summary>Signs with one of the public key's algorithms; the result has no frame around it.</summary>
    private protected abstract byte[] CreateSignature(string algorithm, ReadOnlySpan<byte> data);

    /// <summary>Writes the fields of OpenSSH's private section, the key type first (PROTOCOL.key of OpenSSH, section 3).</summary>
    internal abstract void WriteFields(ref SshWriter writer);

    /// <summary>A key whose halves don't belong together would sign rubbish, and with Ed25519 give the secret away.</summary>
    private void CheckPair()
    {
        ReadOnlySpan<byte> probe = "Do both halves of this key belong together?"u8;
        string algorithm = PublicKey.SignatureAlgorithms[0];
        bool belongTogether;
        try
        {
            belongTogether = PublicKey.Verify(algorithm, probe, Sign(algorithm, probe));
        }
        catch (CryptographicException e)
        {
            throw KeyFormat.Bad("The private key can't sign.", e);
        }

        if (!belongTogether)
        {
            throw KeyFormat.Bad("The private and the public half of the key don't belong together.");
        }
    }
}

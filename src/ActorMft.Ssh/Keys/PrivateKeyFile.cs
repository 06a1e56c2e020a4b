using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using ActorMft.Ssh.Keys.OpenSsh;

namespace ActorMft.Ssh.Keys;

/// <summary>Finds out what form a private key file has, and reads it.</summary>
internal static class PrivateKeyFile
{
    private const int MaxLength = 64 * 1024;
    private const string Ed25519Oid = "1.3.101.112";
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string Pbes2Oid = "1.2.840.113549.1.5.13";
    private const string Pbkdf2Oid = "1.2.840.113549.1.5.12";
    private const int MaxIterations = 10_000_000;
    private const string EcOid = "1.2.840.10045.2.1";

    public static SshPrivateKey Read(ReadOnlySpan<char> text, string? passphrase)
    {
        if (text.Length > MaxLength)
        {
            throw KeyFormat.Bad($"The private key file has {text.Length} characters; at most {MaxLength} are read.");
        }

        // PEM's headers (RFC 1421) are not base64, so such a file would not be found below.
        if (text.Contains("DEK-Info:", StringComparison.Ordinal))
        {
            throw KeyFormat.Bad("The private key is encrypted in the old PEM way. Convert it with 'ssh-keygen -p -f FILE', which writes OpenSSH's format.");
        }

        if (!PemEncoding.TryFind(text, out PemFields fields))
        {
            throw KeyFormat.Bad("The text has no private key: no '-----BEGIN ... PRIVATE KEY-----' with its end and base64 between.");
        }

        byte[] content = new byte[fields.DecodedDataLength];
        try
        {
            Convert.TryFromBase64Chars(text[fields.Base64Data], content, out int length);
            return Read(text[fields.Label], content.AsMemory(0, length), passphrase);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw KeyFormat.Bad("The private key is malformed or the passphrase is wrong.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static SshPrivateKey Read(ReadOnlySpan<char> label, ReadOnlyMemory<byte> content, string? passphrase) => label switch
    {
        "OPENSSH PRIVATE KEY" => OpenSshKeyReader.Read(content.Span, passphrase),
        "RSA PRIVATE KEY" => ImportRsa(content.Span, static (key, bytes) => key.ImportRSAPrivateKey(bytes, out _)),
        "EC PRIVATE KEY" => ImportEcdsa(content.Span, static (key, bytes) => key.ImportECPrivateKey(bytes, out _)),
        "PRIVATE KEY" => ReadPkcs8(content),
        "ENCRYPTED PRIVATE KEY" => ReadEncryptedPkcs8(content, passphrase),
        _ => throw KeyFormat.Bad($"The file holds '{KeyFormat.Shorten(label.ToString())}', which is not a private key that can be read here."),
    };

    /// <summary>PrivateKeyInfo of RFC 5208: version, algorithm, key. Ed25519 in it is RFC 8410.</summary>
    private static SshPrivateKey ReadPkcs8(ReadOnlyMemory<byte> content)
    {
        AsnReader info = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        string algorithm = info.ReadSequence().ReadObjectIdentifier();
        return algorithm switch
        {
            RsaOid => ImportRsa(content.Span, static (key, bytes) => key.ImportPkcs8PrivateKey(bytes, out _)),
            EcOid => ImportEcdsa(content.Span, static (key, bytes) => key.ImportPkcs8PrivateKey(bytes, out _)),
            Ed25519Oid => ReadEd25519(info.ReadOctetString()),
            _ => throw KeyFormat.Bad($"The private key's algorithm {KeyFormat.Shorten(algorithm)} is not supported; use Ed25519, ECDSA or RSA."),
        };
    }

    /// <summary>The outside doesn't say which algorithm is inside, so both are tried.</summary>
    private static SshPrivateKey ReadEncryptedPkcs8(ReadOnlyMemory<byte> content, string? passphrase)
    {
        if (string.IsNullOrEmpty(passphrase))
        {
            throw KeyFormat.Bad("The private key is encrypted and needs its passphrase.");
        }

        CheckIterations(content);
        try
        {
            return ImportRsa(content.Span, (key, bytes) => key.ImportEncryptedPkcs8PrivateKey(passphrase, bytes, out _));
        }
        catch (CryptographicException)
        {
            return ImportEcdsa(content.Span, (key, bytes) => key.ImportEncryptedPkcs8PrivateKey(passphrase, bytes, out _));
        }
    }

    /// <summary>PBES2 with PBKDF2 (RFC 8018 appendix A): the iterations decide how long reading takes, so they are capped.</summary>
    private static void CheckIterations(ReadOnlyMemory<byte> content)
    {
        AsnReader algorithm = new AsnReader(content, AsnEncodingRules.BER).ReadSequence().ReadSequence();
        string scheme = algorithm.ReadObjectIdentifier();
        AsnReader derivation = algorithm.ReadSequence().ReadSequence();
        string function = derivation.ReadObjectIdentifier();
        if (scheme != Pbes2Oid || function != Pbkdf2Oid)
        {
            throw KeyFormat.Bad("The private key is encrypted in a way that is not supported; only PBES2 with PBKDF2 is, and OpenSSH's own format.");
        }

        AsnReader parameters = derivation.ReadSequence();
        parameters.ReadOctetString();
        BigInteger iterations = parameters.ReadInteger();
        if (iterations < 1 || iterations > MaxIterations)
        {
            throw KeyFormat.Bad($"The private key's encryption asks for {KeyFormat.Shorten(iterations.ToString(CultureInfo.InvariantCulture))} iterations; at most {MaxIterations} are done.");
        }
    }

    private static Ed25519PrivateKey ReadEd25519(byte[] octets)
    {
        byte[] seed = AsnDecoder.ReadOctetString(octets, AsnEncodingRules.DER, out _);
        try
        {
            return Ed25519PrivateKey.FromSeed(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static RsaPrivateKey ImportRsa(ReadOnlySpan<byte> content, Action<RSA, ReadOnlySpan<byte>> import)
    {
        RSA key = RSA.Create();
        try
        {
            import(key, content);
            return RsaPrivateKey.FromKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static EcdsaPrivateKey ImportEcdsa(ReadOnlySpan<byte> content, Action<ECDsa, ReadOnlySpan<byte>> import)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            import(key, content);
            return EcdsaPrivateKey.FromKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}

using System.Formats.Asn1;
using System.Security.Cryptography;
using ActorMft.Ssh.Keys.OpenSsh;

namespace ActorMft.Ssh.Keys.Pem;

/// <summary>Reads a private key from its PEM block: OpenSSH's own form, PKCS#1, SEC 1 or PKCS#8, encrypted or not.</summary>
internal static class PemKeyReader
{
    private const string Ed25519Oid = "1.3.101.112";
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string EcOid = "1.2.840.10045.2.1";

    public static SshPrivateKey Read(PemBlock pem, string? passphrase) => pem.Label switch
    {
        "OPENSSH PRIVATE KEY" => OpenSshKeyReader.Read(pem.Content.Span, passphrase),
        "RSA PRIVATE KEY" => ReadTraditional(pem, "PEM form (PKCS#1)", passphrase, ReadPkcs1),
        "EC PRIVATE KEY" => ReadTraditional(pem, "PEM form (SEC 1)", passphrase, ReadSec1),
        "PRIVATE KEY" => Guard("PEM form (PKCS#8)", () => ReadPkcs8(pem.Content)),
        "ENCRYPTED PRIVATE KEY" => ReadEncryptedPkcs8(pem.Content, passphrase),
        _ => throw KeyFormat.Bad($"The private key is a '{KeyFormat.Shorten(pem.Label)}', which is not supported; use an Ed25519, ECDSA or RSA key."),
    };

    /// <summary>PrivateKeyInfo of RFC 5208: version, algorithm, key. Ed25519 in it is RFC 8410.</summary>
    private static SshPrivateKey ReadPkcs8(ReadOnlyMemory<byte> content)
    {
        AsnReader info = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        AsnReader identifier = info.ReadSequence();
        string algorithm = identifier.ReadObjectIdentifier();
        return algorithm switch
        {
            RsaOid => ImportRsa(content.Span, static (key, bytes) => key.ImportPkcs8PrivateKey(bytes, out _)),
            EcOid => EcKeyReader.Read(info.ReadOctetString(), CurveOf(identifier)),
            Ed25519Oid => ReadEd25519(info.ReadOctetString()),
            _ => throw KeyFormat.Bad($"The private key's algorithm {KeyFormat.Shorten(algorithm)} is not supported; use Ed25519, ECDSA or RSA."),
        };
    }

    private static RsaPrivateKey ReadPkcs1(ReadOnlyMemory<byte> content) =>
        ImportRsa(content.Span, static (key, bytes) => key.ImportRSAPrivateKey(bytes, out _));

    private static EcdsaPrivateKey ReadSec1(ReadOnlyMemory<byte> content) =>
        EcKeyReader.Read(content, curveOid: null);

    /// <summary>Null when the curve is spelled out instead of named.</summary>
    private static string? CurveOf(AsnReader identifier) =>
        identifier.HasData && identifier.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? identifier.ReadObjectIdentifier() : null;

    private static SshPrivateKey ReadTraditional(PemBlock pem, string form, string? passphrase, Func<ReadOnlyMemory<byte>, SshPrivateKey> read)
    {
        if (!PemEncryption.IsUsed(pem))
        {
            return Guard(form, () => read(pem.Content));
        }

        byte[] content = PemEncryption.Decrypt(pem, form, passphrase);
        try
        {
            return ReadDecrypted(form, content, read);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static SshPrivateKey ReadEncryptedPkcs8(ReadOnlyMemory<byte> content, string? passphrase)
    {
        const string Form = "PEM form (encrypted PKCS#8)";
        byte[] decrypted = Guard(Form, () => Pkcs8Encryption.Decrypt(content, Form, passphrase));
        try
        {
            return ReadDecrypted(Form, decrypted, ReadPkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decrypted);
        }
    }

    /// <summary>One wrong passphrase in 256 leaves a padding that is right by chance, and rubbish in front of it.</summary>
    private static SshPrivateKey ReadDecrypted(string form, byte[] content, Func<ReadOnlyMemory<byte>, SshPrivateKey> read)
    {
        try
        {
            return read(content);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw KeyFormat.PassphraseWrong(form, e);
        }
    }

    private static T Guard<T>(string form, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw KeyFormat.Damaged(form, "what is between its first and last line is not such a key", e);
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
}

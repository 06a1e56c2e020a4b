using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Ssh.Keys.Pem;

/// <summary>
/// EncryptedPrivateKeyInfo (RFC 5958, section 3): algorithm, octets. Of the algorithms PBES2 with PBKDF2 (RFC 8018, appendix A.4) is read:
/// derivation { salt, iterations, key length?, hash? }, cipher { name, initial vector }.
/// </summary>
internal static class Pkcs8Encryption
{
    /// <summary>They decide how long reading takes; OpenSSL writes 2,048, others up to a million.</summary>
    private const int MaxIterations = 10_000_000;

    private const string Pbes2Oid = "1.2.840.113549.1.5.13";
    private const string Pbkdf2Oid = "1.2.840.113549.1.5.12";
    private const string ScryptOid = "1.3.6.1.4.1.11591.4.11";
    private const string Remedy = "Convert it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEWFILE'.";

    public static byte[] Decrypt(ReadOnlyMemory<byte> content, string form, string? passphrase)
    {
        AsnReader info = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
        AsnReader algorithm = info.ReadSequence();
        string scheme = algorithm.ReadObjectIdentifier();
        if (scheme != Pbes2Oid)
        {
            throw KeyFormat.Bad($"The private key is in {form} and encrypted in an old way ({KeyFormat.Shorten(scheme)}) that is not supported. {Remedy}");
        }

        AsnReader parameters = algorithm.ReadSequence();
        AsnReader derivation = parameters.ReadSequence();
        string function = derivation.ReadObjectIdentifier();
        if (function != Pbkdf2Oid)
        {
            throw KeyFormat.Bad($"The private key is in {form} and its encryption derives the key with {(function == ScryptOid ? "scrypt" : KeyFormat.Shorten(function))}, which is not supported; PBKDF2 is. {Remedy}");
        }

        AsnReader work = derivation.ReadSequence();
        byte[] salt = work.ReadOctetString();
        BigInteger iterations = work.ReadInteger();
        if (iterations < 1 || iterations > MaxIterations)
        {
            throw KeyFormat.Bad($"The private key is in {form} and its encryption asks for {KeyFormat.Shorten(iterations.ToString(CultureInfo.InvariantCulture))} iterations; at most {MaxIterations} are done. {Remedy}");
        }

        HashAlgorithmName hash = ReadHash(work, form);
        AsnReader encryption = parameters.ReadSequence();
        using SymmetricAlgorithm cipher = FindCipher(encryption.ReadObjectIdentifier(), form);
        byte[] iv = encryption.ReadOctetString();
        if (string.IsNullOrEmpty(passphrase))
        {
            throw KeyFormat.PassphraseMissing(form);
        }

        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, (int)iterations, hash, cipher.KeySize / 8);
        try
        {
            return Decrypt(cipher, key, iv, info.ReadOctetString(), form);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] Decrypt(SymmetricAlgorithm cipher, byte[] key, byte[] iv, byte[] content, string form)
    {
        if (iv.Length != cipher.BlockSize / 8 || content.Length == 0 || content.Length % iv.Length != 0)
        {
            throw KeyFormat.Damaged(form, "the encrypted part has an impossible length");
        }

        try
        {
            cipher.Key = key;
            return cipher.DecryptCbc(content, iv);
        }
        catch (CryptographicException e)
        {
            throw KeyFormat.PassphraseWrong(form, e);
        }
    }

    /// <summary>After an optional key length; without a name it is SHA-1.</summary>
    private static HashAlgorithmName ReadHash(AsnReader work, string form)
    {
        if (work.HasData && work.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            work.ReadInteger();
        }

        string oid = work.HasData ? work.ReadSequence().ReadObjectIdentifier() : "1.2.840.113549.2.7";
        return oid switch
        {
            "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
            "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
            "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
            "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
            _ => throw KeyFormat.Bad($"The private key is in {form} and its encryption uses the hash {KeyFormat.Shorten(oid)}, which is not supported; SHA-1, SHA-256, SHA-384 and SHA-512 are. {Remedy}"),
        };
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Keys that exist are encrypted so; none is written so.")]
    private static SymmetricAlgorithm FindCipher(string oid, string form)
    {
        (SymmetricAlgorithm? cipher, int bits) = oid switch
        {
            "2.16.840.1.101.3.4.1.2" => (Aes.Create(), 128),
            "2.16.840.1.101.3.4.1.22" => (Aes.Create(), 192),
            "2.16.840.1.101.3.4.1.42" => (Aes.Create(), 256),
            "1.2.840.113549.3.7" => ((SymmetricAlgorithm?)TripleDES.Create(), 192),
            _ => (null, 0),
        };
        if (cipher is null)
        {
            throw KeyFormat.Bad($"The private key is in {form} and encrypted with the cipher {KeyFormat.Shorten(oid)}, which is not supported; AES-CBC and 3DES are. {Remedy}");
        }

        cipher.KeySize = bits;
        return cipher;
    }
}

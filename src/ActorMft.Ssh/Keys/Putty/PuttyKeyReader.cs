using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys.Putty;

/// <summary>
/// Reads PuTTY's .ppk files, versions 2 and 3 (PuTTY's manual, appendix C). The private blob: for RSA mpint d, p, q, 1/q mod p; for
/// ECDSA mpint scalar; for Ed25519 string seed; then padding. The MAC is over string key type, encryption, comment, public blob and
/// decrypted private blob.
/// </summary>
internal static class PuttyKeyReader
{
    private const int BlockLength = 16;

    public static SshPrivateKey Read(ReadOnlySpan<char> text, string? passphrase)
    {
        PuttyKeyFile file = PuttyKeyFile.Parse(text);
        bool isEncrypted = IsEncrypted(file);
        if (isEncrypted && string.IsNullOrEmpty(passphrase))
        {
            throw KeyFormat.PassphraseMissing(file.Form);
        }

        using PuttyKeySecrets secrets = PuttyKeySecrets.Derive(file, isEncrypted ? passphrase : null);
        byte[] blob = isEncrypted ? Decrypt(file, secrets) : file.PrivateBlob;
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Authenticate(file, blob, secrets), file.Bytes("Private-MAC")))
            {
                throw isEncrypted ? KeyFormat.PassphraseWrong(file.Form) : KeyFormat.Damaged(file.Form, "its contents don't match its checksum 'Private-MAC'");
            }

            return ReadBlob(file, blob);
        }
        catch (SshException e) when (e.Reason == SshFailure.Protocol)
        {
            throw KeyFormat.Damaged(file.Form, "its numbers are not those of a key", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(blob);
        }
    }

    private static bool IsEncrypted(PuttyKeyFile file) => file.Encryption switch
    {
        "none" => false,
        "aes256-cbc" => true,
        var other => throw KeyFormat.Bad($"The private key is in {file.Form} and encrypted with '{KeyFormat.Shorten(other)}', which is not supported; aes256-cbc is. Save it again with PuTTYgen."),
    };

    private static byte[] Decrypt(PuttyKeyFile file, PuttyKeySecrets secrets)
    {
        if (file.PrivateBlob.Length == 0 || file.PrivateBlob.Length % BlockLength != 0)
        {
            throw KeyFormat.Damaged(file.Form, $"its private part has {file.PrivateBlob.Length} bytes, which is not a multiple of {BlockLength}");
        }

        using Aes aes = Aes.Create();
        aes.SetKey(secrets.Key);
        return aes.DecryptCbc(file.PrivateBlob, secrets.Iv, PaddingMode.None);
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Version 2 of the form has it.")]
    private static byte[] Authenticate(PuttyKeyFile file, byte[] blob, PuttyKeySecrets secrets)
    {
        SshWriter writer = new([]);
        try
        {
            writer.WriteString(Encoding.UTF8.GetBytes(file.KeyType));
            writer.WriteString(Encoding.UTF8.GetBytes(file.Encryption));
            writer.WriteString(Encoding.UTF8.GetBytes(file.Comment));
            writer.WriteString(file.PublicBlob);
            writer.WriteString(blob);
            return file.Version == 2 ? HMACSHA1.HashData(secrets.MacKey, writer.Written) : HMACSHA256.HashData(secrets.MacKey, writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static SshPrivateKey ReadBlob(PuttyKeyFile file, byte[] blob)
    {
        SshPublicKey publicKey = SshPublicKey.Parse(file.PublicBlob);
        SshReader reader = new(blob);
        SshPrivateKey key = publicKey switch
        {
            Ed25519PublicKey => Ed25519PrivateKey.FromSeed(reader.ReadString()),
            EcdsaPublicKey ecdsa => EcdsaPrivateKey.FromScalar(ecdsa, reader.ReadMpint()),
            _ => ReadRsa(file, ref reader),
        };
        if (key.PublicKey.Equals(publicKey))
        {
            return key;
        }

        key.Dispose();
        throw KeyFormat.Damaged(file.Form, "its private and its public half don't belong together");
    }

    private static RsaPrivateKey ReadRsa(PuttyKeyFile file, ref SshReader reader)
    {
        SshReader half = new(file.PublicBlob);
        half.ReadString();
        ReadOnlySpan<byte> exponent = half.ReadMpint();
        ReadOnlySpan<byte> modulus = half.ReadMpint();
        ReadOnlySpan<byte> d = reader.ReadMpint();
        ReadOnlySpan<byte> p = reader.ReadMpint();
        ReadOnlySpan<byte> q = reader.ReadMpint();
        return RsaPrivateKey.FromNumbers(modulus, exponent, d, p, q);
    }
}

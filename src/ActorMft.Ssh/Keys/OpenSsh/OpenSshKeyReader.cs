using System.Security.Cryptography;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys.OpenSsh;

/// <summary>
/// Reads OpenSSH's private key format (PROTOCOL.key of OpenSSH):
/// "openssh-key-v1\0", string cipher, string kdf, string kdf options, uint32 number of keys (1), string public key,
/// string private section, the cipher's tag. The section: uint32 check, uint32 the same, fields of the key, string comment,
/// padding 1, 2, 3... The kdf options of bcrypt: string salt, uint32 rounds.
/// </summary>
internal static class OpenSshKeyReader
{
    /// <summary>What the format starts with.</summary>
    public const string Magic = "openssh-key-v1\0";

    /// <summary>Rounds decide how long reading takes, some milliseconds each. OpenSSH writes 16 or 24.</summary>
    private const int MaxRounds = 1024;

    private const int MaxSalt = 64;

    private const string Form = "OpenSSH's form";

    public static SshPrivateKey Read(ReadOnlySpan<byte> content, string? passphrase)
    {
        try
        {
            return ReadContainer(content, passphrase);
        }
        catch (SshException e) when (e.Reason == SshFailure.Protocol)
        {
            throw KeyFormat.Damaged(Form, "what is between its first and last line is not such a key", e);
        }
    }

    private static SshPrivateKey ReadContainer(ReadOnlySpan<byte> content, string? passphrase)
    {
        SshReader reader = new(content);
        if (!content.StartsWith("openssh-key-v1\0"u8))
        {
            throw KeyFormat.Damaged(Form, "its contents don't start with 'openssh-key-v1'");
        }

        reader.ReadBytes(Magic.Length);
        string cipherName = reader.ReadName();
        string derivation = reader.ReadName();
        ReadOnlySpan<byte> options = reader.ReadString();
        uint count = reader.ReadUInt32();
        if (count != 1)
        {
            throw KeyFormat.Bad($"The file holds {count} keys; one is read.");
        }

        SshPublicKey publicKey = SshPublicKey.Parse(reader.ReadString());
        byte[] section = reader.ReadString().ToArray();
        try
        {
            bool isEncrypted = cipherName != "none";
            if (isEncrypted)
            {
                OpenSshKeyCipher cipher = OpenSshKeyCipher.Find(cipherName)
                    ?? throw KeyFormat.Bad($"The private key is encrypted with '{cipherName}', which is not supported; use aes256-ctr.");
                ReadOnlySpan<byte> tag = reader.ReadBytes(cipher.TagLength);
                Decrypt(cipher, derivation, options, section, tag, passphrase);
            }
            else if (derivation != "none")
            {
                throw KeyFormat.Bad("The private key is not encrypted but names a key derivation.");
            }

            reader.ExpectEnd();
            return ReadSection(section, publicKey, isEncrypted);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(section);
        }
    }

    private static void Decrypt(
        OpenSshKeyCipher cipher, string derivation, ReadOnlySpan<byte> options, Span<byte> section, ReadOnlySpan<byte> tag, string? passphrase)
    {
        if (string.IsNullOrEmpty(passphrase))
        {
            throw KeyFormat.PassphraseMissing(Form);
        }

        SshReader reader = new(options);
        ReadOnlySpan<byte> salt = reader.ReadString(MaxSalt);
        uint rounds = reader.ReadUInt32();
        reader.ExpectEnd();
        if (derivation != "bcrypt" || salt.IsEmpty || rounds is 0 or > MaxRounds)
        {
            throw KeyFormat.Bad($"The private key asks for '{derivation}' with {rounds} rounds and a salt of {salt.Length} bytes; bcrypt with 1 to {MaxRounds} rounds is done.");
        }

        if (section.Length == 0 || section.Length % OpenSshKeyCipher.BlockLength != 0)
        {
            throw KeyFormat.Damaged(Form, $"its private part has {section.Length} bytes, which is not a multiple of {OpenSshKeyCipher.BlockLength}");
        }

        try
        {
            cipher.Decrypt(passphrase, salt, (int)rounds, section, tag);
        }
        catch (CryptographicException e)
        {
            throw KeyFormat.PassphraseWrong(Form, e);
        }
    }

    private static SshPrivateKey ReadSection(ReadOnlySpan<byte> section, SshPublicKey publicKey, bool isEncrypted)
    {
        SshReader reader = new(section);
        if (reader.ReadUInt32() != reader.ReadUInt32())
        {
            throw isEncrypted ? KeyFormat.PassphraseWrong(Form) : KeyFormat.Damaged(Form, "the two check numbers of its private part differ");
        }

        SshPrivateKey key = ReadFields(ref reader);
        try
        {
            reader.ReadString();
            if (!key.PublicKey.Equals(publicKey) || !IsPadding(reader.Rest))
            {
                throw KeyFormat.Damaged(Form, "its private part contradicts the public key in front of it, or is not padded as it should be");
            }

            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static SshPrivateKey ReadFields(ref SshReader reader)
    {
        string keyType = reader.ReadName();
        return keyType switch
        {
            Ed25519PublicKey.Type => Ed25519PrivateKey.Read(ref reader),
            RsaPublicKey.Type => RsaPrivateKey.Read(ref reader),
            _ when EcdsaCurve.Find(keyType) is { } curve => EcdsaPrivateKey.Read(curve, ref reader),
            _ => throw KeyFormat.Unsupported(keyType),
        };
    }

    private static bool IsPadding(ReadOnlySpan<byte> rest)
    {
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] != (byte)(i + 1))
            {
                return false;
            }
        }

        return true;
    }
}

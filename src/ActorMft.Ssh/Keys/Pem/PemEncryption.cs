using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Ssh.Keys.Pem;

/// <summary>
/// The way in which OpenSSL and old ssh-keygen encrypt PEM keys (RFC 1421's headers, and a derivation of OpenSSL's own):
/// <c>Proc-Type: 4,ENCRYPTED</c>, <c>DEK-Info: CIPHER,IV in hex</c>. Key: MD5(passphrase ‖ salt) ‖ MD5(the former ‖ passphrase ‖ salt)...,
/// the salt being the first 8 bytes of the IV.
/// </summary>
internal static class PemEncryption
{
    private const string Info = "DEK-Info";
    private const int SaltLength = 8;

    public static bool IsUsed(PemBlock pem) => pem.Headers.ContainsKey(Info);

    public static byte[] Decrypt(PemBlock pem, string form, string? passphrase)
    {
        string[] info = pem.Headers[Info].Split(',', 2, StringSplitOptions.TrimEntries);
        using SymmetricAlgorithm cipher = Find(info[0])
            ?? throw KeyFormat.Bad($"The private key is in {form} and encrypted with '{KeyFormat.Shorten(info[0])}', which is not supported. Convert it with 'ssh-keygen -p -f FILE', which writes OpenSSH's form.");
        byte[] iv = ReadIv(info, cipher.BlockSize / 8) ?? throw KeyFormat.Damaged(form, "the initial vector in its line 'DEK-Info' is not one");
        if (string.IsNullOrEmpty(passphrase))
        {
            throw KeyFormat.PassphraseMissing(form);
        }

        byte[] key = Derive(passphrase, iv.AsSpan(0, SaltLength), cipher.KeySize / 8);
        try
        {
            cipher.Key = key;
            return cipher.DecryptCbc(pem.Content.Span, iv);
        }
        catch (CryptographicException e)
        {
            throw KeyFormat.PassphraseWrong(form, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Keys that exist are encrypted so; none is written so.")]
    private static SymmetricAlgorithm? Find(string name) => name.ToUpperInvariant() switch
    {
        "AES-128-CBC" => WithKeySize(Aes.Create(), 128),
        "AES-192-CBC" => WithKeySize(Aes.Create(), 192),
        "AES-256-CBC" => WithKeySize(Aes.Create(), 256),
        "DES-EDE3-CBC" => WithKeySize(TripleDES.Create(), 192),
        _ => null,
    };

    private static SymmetricAlgorithm WithKeySize(SymmetricAlgorithm cipher, int bits)
    {
        cipher.KeySize = bits;
        return cipher;
    }

    private static byte[]? ReadIv(string[] info, int length)
    {
        if (info.Length != 2 || info[1].Length != 2 * length)
        {
            return null;
        }

        byte[] iv = new byte[length];
        return Convert.FromHexString(info[1], iv, out _, out _) == System.Buffers.OperationStatus.Done ? iv : null;
    }

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "Keys that exist are encrypted so; none is written so.")]
    private static byte[] Derive(string passphrase, ReadOnlySpan<byte> salt, int length)
    {
        byte[] secret = Encoding.UTF8.GetBytes(passphrase);
        byte[] derived = new byte[length];
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        for (int filled = 0; filled < length; filled += digest.Length)
        {
            if (filled > 0)
            {
                hash.AppendData(digest);
            }

            hash.AppendData(secret);
            hash.AppendData(salt);
            hash.GetHashAndReset(digest);
            digest[..Math.Min(digest.Length, length - filled)].CopyTo(derived.AsSpan(filled));
        }

        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(digest);
        return derived;
    }
}

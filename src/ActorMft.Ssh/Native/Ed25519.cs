using System.Security.Cryptography;

namespace ActorMft.Ssh.Native;

/// <summary>Signatures on edwards25519 (RFC 8032) by the system's libcrypto. Keys may be used by several threads at once.</summary>
internal static class Ed25519
{
    /// <summary>The length of a private key (its seed) and of a public key, in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>In bytes.</summary>
    public const int SignatureLength = 64;

    private const int KeyTypeNumber = 1087;

    /// <summary>Whether libcrypto is there and allows it; tried once.</summary>
    public static bool IsSupported { get; } = LibCrypto.Allows(static () => GenerateKey().Dispose());

    /// <summary>Makes a key pair.</summary>
    public static EvpKeyHandle GenerateKey()
    {
        Span<byte> seed = stackalloc byte[KeyLength];
        RandomNumberGenerator.Fill(seed);
        EvpKeyHandle key = ImportPrivateKey(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    /// <param name="seed">32 bytes.</param>
    public static EvpKeyHandle ImportPrivateKey(ReadOnlySpan<byte> seed) =>
        LibCrypto.Check(LibCrypto.EvpKeyNewRawPrivate(KeyTypeNumber, 0, seed, (nuint)seed.Length), "EVP_PKEY_new_raw_private_key");

    /// <param name="key">A key pair.</param>
    /// <param name="seed">Receives 32 bytes.</param>
    public static void ExportPrivateKey(EvpKeyHandle key, Span<byte> seed)
    {
        nuint length = (nuint)seed.Length;
        LibCrypto.Check(LibCrypto.EvpKeyGetRawPrivate(key, seed, ref length), "EVP_PKEY_get_raw_private_key");
    }

    public static byte[] ExportPublicKey(EvpKeyHandle key)
    {
        byte[] value = new byte[KeyLength];
        nuint length = KeyLength;
        LibCrypto.Check(LibCrypto.EvpKeyGetRawPublic(key, value, ref length), "EVP_PKEY_get_raw_public_key");
        return value;
    }

    public static byte[] Sign(EvpKeyHandle key, ReadOnlySpan<byte> data)
    {
        byte[] signature = new byte[SignatureLength];
        nuint length = SignatureLength;
        nint context = LibCrypto.Check(LibCrypto.EvpDigestContextNew(), "EVP_MD_CTX_new");
        try
        {
            LibCrypto.Check(LibCrypto.EvpDigestSignInit(context, 0, 0, 0, key), "EVP_DigestSignInit");
            LibCrypto.Check(LibCrypto.EvpDigestSign(context, signature, ref length, data, (nuint)data.Length), "EVP_DigestSign");
        }
        finally
        {
            LibCrypto.EvpDigestContextFree(context);
        }

        return signature;
    }

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using EvpKeyHandle key = LibCrypto.EvpKeyNewRawPublic(KeyTypeNumber, 0, publicKey, (nuint)publicKey.Length);
        nint context = LibCrypto.Check(LibCrypto.EvpDigestContextNew(), "EVP_MD_CTX_new");
        try
        {
            bool valid = !key.IsInvalid
                && LibCrypto.EvpDigestVerifyInit(context, 0, 0, 0, key) == 1
                && LibCrypto.EvpDigestVerify(context, signature, (nuint)signature.Length, data, (nuint)data.Length) == 1;
            LibCrypto.ErrClearError();
            return valid;
        }
        finally
        {
            LibCrypto.EvpDigestContextFree(context);
        }
    }
}

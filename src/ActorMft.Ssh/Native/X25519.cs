using System.Security.Cryptography;

namespace ActorMft.Ssh.Native;

/// <summary>Key agreement on curve25519 (RFC 7748) by the system's libcrypto.</summary>
internal static class X25519
{
    /// <summary>The length of private keys, public keys and secrets, in bytes.</summary>
    public const int Length = 32;

    private const int KeyTypeNumber = 1034;

    /// <summary>Whether libcrypto is there and allows it; tried once.</summary>
    public static bool IsSupported { get; } = LibCrypto.Allows(static () => GenerateKey().Dispose());

    /// <summary>Makes a key pair.</summary>
    public static EvpKeyHandle GenerateKey()
    {
        Span<byte> scalar = stackalloc byte[Length];
        RandomNumberGenerator.Fill(scalar);
        EvpKeyHandle key = ImportPrivateKey(scalar);
        CryptographicOperations.ZeroMemory(scalar);
        return key;
    }

    public static EvpKeyHandle ImportPrivateKey(ReadOnlySpan<byte> scalar) =>
        LibCrypto.Check(LibCrypto.EvpKeyNewRawPrivate(KeyTypeNumber, 0, scalar, (nuint)scalar.Length), "EVP_PKEY_new_raw_private_key");

    public static byte[] ExportPublicKey(EvpKeyHandle key)
    {
        byte[] value = new byte[Length];
        nuint length = Length;
        LibCrypto.Check(LibCrypto.EvpKeyGetRawPublic(key, value, ref length), "EVP_PKEY_get_raw_public_key");
        return value;
    }

    /// <summary>Computes the shared secret.</summary>
    /// <param name="key">This side's key pair.</param>
    /// <param name="peer">The other side's public key, 32 bytes.</param>
    /// <param name="secret">32 bytes.</param>
    /// <returns>False if the peer's value is of small order, so that the secret would be all zero.</returns>
    public static bool TryAgree(EvpKeyHandle key, ReadOnlySpan<byte> peer, Span<byte> secret)
    {
        using EvpKeyHandle peerKey = LibCrypto.Check(
            LibCrypto.EvpKeyNewRawPublic(KeyTypeNumber, 0, peer, (nuint)peer.Length), "EVP_PKEY_new_raw_public_key");
        nint context = LibCrypto.Check(LibCrypto.EvpKeyContextNew(key, 0), "EVP_PKEY_CTX_new");
        try
        {
            nuint length = Length;
            LibCrypto.Check(LibCrypto.EvpKeyDeriveInit(context), "EVP_PKEY_derive_init");
            LibCrypto.Check(LibCrypto.EvpKeyDeriveSetPeer(context, peerKey), "EVP_PKEY_derive_set_peer");
            if (LibCrypto.EvpKeyDerive(context, secret, ref length) != 1)
            {
                LibCrypto.ErrClearError();
                return false;
            }

            return secret.ContainsAnyExcept((byte)0);
        }
        finally
        {
            LibCrypto.EvpKeyContextFree(context);
        }
    }
}

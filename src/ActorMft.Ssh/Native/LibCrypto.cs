using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Native;

/// <summary>The system's libcrypto of OpenSSL 3, for what the base class library lacks. Everything that needs it asks the wrappers' <c>IsSupported</c> first.</summary>
internal static partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    /// <summary>Whether the library is on this machine; looked up once.</summary>
    public static bool IsAvailable { get; } =
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Library, typeof(LibCrypto).Assembly, searchPath: null, out _);

    /// <summary>Whether the library is there and does what is attempted: a version or a policy may leave it out.</summary>
    public static bool Allows(Action attempt)
    {
        if (!IsAvailable)
        {
            return false;
        }

        try
        {
            attempt();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Throws if a call did not return 1, and leaves no trace of the failure in the thread's error queue.</summary>
    public static void Check(int result, string function)
    {
        if (result != 1)
        {
            ErrClearError();
            throw new CryptographicException($"{function} of libcrypto failed.");
        }
    }

    /// <summary>Throws if a call returned no object.</summary>
    public static nint Check(nint pointer, string function)
    {
        Check(pointer != 0 ? 1 : 0, function);
        return pointer;
    }

    /// <inheritdoc cref="Check(nint,string)"/>
    public static T Check<T>(T handle, string function)
        where T : SafeHandle
    {
        Check(handle.IsInvalid ? 0 : 1, function);
        return handle;
    }

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ErrClearError();

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial EvpKeyHandle EvpKeyNewRawPrivate(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial EvpKeyHandle EvpKeyNewRawPublic(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_private_key")]
    public static partial int EvpKeyGetRawPrivate(EvpKeyHandle key, Span<byte> destination, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int EvpKeyGetRawPublic(EvpKeyHandle key, Span<byte> destination, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    public static partial void EvpKeyFree(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new")]
    public static partial nint EvpKeyContextNew(EvpKeyHandle key, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    public static partial void EvpKeyContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_derive_init")]
    public static partial int EvpKeyDeriveInit(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_derive_set_peer")]
    public static partial int EvpKeyDeriveSetPeer(nint context, EvpKeyHandle peer);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_derive")]
    public static partial int EvpKeyDerive(nint context, Span<byte> secret, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    public static partial nint EvpDigestContextNew();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void EvpDigestContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    public static partial int EvpDigestSignInit(nint context, nint keyContext, nint digest, nint engine, EvpKeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    public static partial int EvpDigestSign(nint context, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> data, nuint dataLength);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int EvpDigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, EvpKeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    public static partial int EvpDigestVerify(nint context, ReadOnlySpan<byte> signature, nuint length, ReadOnlySpan<byte> data, nuint dataLength);

    [LibraryImport(Library, EntryPoint = "EVP_chacha20")]
    public static partial nint EvpChaCha20();

    [LibraryImport(Library, EntryPoint = "EVP_aes_128_ctr")]
    public static partial nint EvpAes128Ctr();

    [LibraryImport(Library, EntryPoint = "EVP_aes_192_ctr")]
    public static partial nint EvpAes192Ctr();

    [LibraryImport(Library, EntryPoint = "EVP_aes_256_ctr")]
    public static partial nint EvpAes256Ctr();

    [LibraryImport(Library, EntryPoint = "EVP_aes_128_gcm")]
    public static partial nint EvpAes128Gcm();

    [LibraryImport(Library, EntryPoint = "EVP_aes_256_gcm")]
    public static partial nint EvpAes256Gcm();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial EvpCipherContextHandle EvpCipherContextNew();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    public static partial void EvpCipherContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_EncryptInit_ex")]
    public static partial int EvpEncryptInit(EvpCipherContextHandle context, nint cipher, nint engine, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv);

    [LibraryImport(Library, EntryPoint = "EVP_EncryptUpdate")]
    public static partial int EvpEncryptUpdate(EvpCipherContextHandle context, Span<byte> output, out int written, ReadOnlySpan<byte> input, int length);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_ctrl")]
    public static partial int EvpCipherContextControl(EvpCipherContextHandle context, int type, int argument, Span<byte> data);

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex")]
    public static partial int EvpCipherInit(EvpCipherContextHandle context, nint cipher, nint engine, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, int direction);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    public static partial int EvpCipherUpdate(EvpCipherContextHandle context, Span<byte> output, out int written, ReadOnlySpan<byte> input, int length);

    [LibraryImport(Library, EntryPoint = "EVP_CipherFinal_ex")]
    public static partial int EvpCipherFinal(EvpCipherContextHandle context, Span<byte> output, out int written);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint EvpMacFetch(nint library, string algorithm, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_free")]
    public static partial void EvpMacFree(nint mac);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_new")]
    public static partial EvpMacContextHandle EvpMacContextNew(nint mac);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_free")]
    public static partial void EvpMacContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_init")]
    public static partial int EvpMacInit(EvpMacContextHandle context, ReadOnlySpan<byte> key, nuint length, nint parameters);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_update")]
    public static partial int EvpMacUpdate(EvpMacContextHandle context, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_final")]
    public static partial int EvpMacFinal(EvpMacContextHandle context, Span<byte> destination, out nuint written, nuint size);

    [LibraryImport(Library, EntryPoint = "BN_get_rfc3526_prime_2048")]
    public static partial BigNumberHandle BnGetPrime2048(nint destination);

    [LibraryImport(Library, EntryPoint = "BN_get_rfc3526_prime_3072")]
    public static partial BigNumberHandle BnGetPrime3072(nint destination);

    [LibraryImport(Library, EntryPoint = "BN_get_rfc3526_prime_4096")]
    public static partial BigNumberHandle BnGetPrime4096(nint destination);

    [LibraryImport(Library, EntryPoint = "BN_new")]
    public static partial BigNumberHandle BnNew();

    [LibraryImport(Library, EntryPoint = "BN_bin2bn")]
    public static partial BigNumberHandle BnFromBytes(ReadOnlySpan<byte> bigEndian, int length, nint destination);

    [LibraryImport(Library, EntryPoint = "BN_bn2binpad")]
    public static partial int BnToBytes(BigNumberHandle number, Span<byte> bigEndian, int length);

    [LibraryImport(Library, EntryPoint = "BN_clear_free")]
    public static partial void BnClearFree(nint number);

    [LibraryImport(Library, EntryPoint = "BN_CTX_new")]
    public static partial nint BnContextNew();

    [LibraryImport(Library, EntryPoint = "BN_CTX_free")]
    public static partial void BnContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "BN_mod_exp_mont_consttime")]
    public static partial int BnModularPower(
        BigNumberHandle result, BigNumberHandle number, BigNumberHandle exponent, BigNumberHandle modulus, nint context, nint montgomery);
}

using System.Security.Cryptography;

namespace ActorMft.Ssh.Native;

/// <summary>A group of RFC 3526 with generator 2; exponentiation in constant time by the system's libcrypto.</summary>
internal sealed class ModularGroup
{
    /// <summary>The length of a secret exponent in bytes: more than twice the strength of either group (RFC 3526 section 8).</summary>
    public const int SecretLength = 64;

    private readonly BigNumberHandle _prime;

    private ModularGroup(BigNumberHandle prime, int length)
    {
        _prime = LibCrypto.Check(prime, "BN_get_rfc3526_prime");
        Length = length;
        byte[] bytes = new byte[length];
        LibCrypto.BnToBytes(prime, bytes, length);
        Prime = bytes;
    }

    /// <summary>Group 14: 2048 bits.</summary>
    public static ModularGroup? Group14 { get; } = Create(2048);

    /// <summary>Group 16: 4096 bits.</summary>
    public static ModularGroup? Group16 { get; } = Create(4096);

    /// <summary>The length of the prime and of every element, in bytes.</summary>
    public int Length { get; }

    /// <summary>The prime, big-endian.</summary>
    public ReadOnlyMemory<byte> Prime { get; }

    /// <summary>Raises a number to a secret power.</summary>
    /// <param name="number">Big-endian, less than the prime.</param>
    /// <param name="exponent">Big-endian.</param>
    /// <returns>The result, big-endian, padded to <see cref="Length"/>.</returns>
    public byte[] Power(ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent)
    {
        using BigNumberHandle result = LibCrypto.Check(LibCrypto.BnNew(), "BN_new");
        using BigNumberHandle @base = LibCrypto.Check(LibCrypto.BnFromBytes(number, number.Length, 0), "BN_bin2bn");
        using BigNumberHandle power = LibCrypto.Check(LibCrypto.BnFromBytes(exponent, exponent.Length, 0), "BN_bin2bn");
        nint context = LibCrypto.Check(LibCrypto.BnContextNew(), "BN_CTX_new");
        try
        {
            LibCrypto.Check(LibCrypto.BnModularPower(result, @base, power, _prime, context, 0), "BN_mod_exp_mont_consttime");
        }
        finally
        {
            LibCrypto.BnContextFree(context);
        }

        byte[] bytes = new byte[Length];
        LibCrypto.Check(LibCrypto.BnToBytes(result, bytes, Length) == Length ? 1 : 0, "BN_bn2binpad");
        return bytes;
    }

    private static ModularGroup? Create(int bits)
    {
        if (!LibCrypto.IsAvailable)
        {
            return null;
        }

        try
        {
            return bits == 2048
                ? new ModularGroup(LibCrypto.BnGetPrime2048(0), 256)
                : new ModularGroup(LibCrypto.BnGetPrime4096(0), 512);
        }
        catch (Exception e) when (e is CryptographicException or EntryPointNotFoundException)
        {
            return null;
        }
    }
}

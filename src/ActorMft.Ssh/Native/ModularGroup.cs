using System.Security.Cryptography;

namespace ActorMft.Ssh.Native;

/// <summary>A group of numbers modulo an odd prime, such as those of RFC 3526; exponentiation in constant time by the system's libcrypto.</summary>
internal sealed class ModularGroup
{
    /// <summary>The length of a secret exponent in bytes: more than twice the strength of either group (RFC 3526 section 8).</summary>
    public const int SecretLength = 64;

    private readonly BigNumberHandle _prime;

    private ModularGroup(BigNumberHandle prime, int length, byte[] generator)
    {
        Generator = generator;
        _prime = LibCrypto.Check(prime, "BN_get_rfc3526_prime or BN_bin2bn");
        Length = length;
        byte[] bytes = new byte[length];
        LibCrypto.BnToBytes(prime, bytes, length);
        Prime = bytes;
    }

    /// <summary>Group 14: 2048 bits.</summary>
    public static ModularGroup? Group14 { get; } = Create(2048);

    /// <summary>Group 15: 3072 bits.</summary>
    public static ModularGroup? Group15 { get; } = Create(3072);

    /// <summary>Group 16: 4096 bits.</summary>
    public static ModularGroup? Group16 { get; } = Create(4096);

    /// <summary>The length of the prime and of every element, in bytes.</summary>
    public int Length { get; }

    /// <summary>The prime, big-endian.</summary>
    public ReadOnlyMemory<byte> Prime { get; }

    /// <summary>Big-endian.</summary>
    public ReadOnlyMemory<byte> Generator { get; }

    /// <summary>A group that a peer named.</summary>
    /// <param name="prime">Big-endian, odd.</param>
    /// <param name="generator">Big-endian.</param>
    public static ModularGroup Of(ReadOnlySpan<byte> prime, ReadOnlySpan<byte> generator) =>
        new(LibCrypto.BnFromBytes(prime, prime.Length, 0), prime.Length, generator.ToArray());

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
            BigNumberHandle prime = bits switch
            {
                2048 => LibCrypto.BnGetPrime2048(0),
                3072 => LibCrypto.BnGetPrime3072(0),
                _ => LibCrypto.BnGetPrime4096(0),
            };
            return new ModularGroup(prime, bits / 8, [2]);
        }
        catch (Exception e) when (e is CryptographicException or EntryPointNotFoundException)
        {
            return null;
        }
    }
}

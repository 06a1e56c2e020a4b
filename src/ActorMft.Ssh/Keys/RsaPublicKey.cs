using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>RFC 4253 section 6.6: string "ssh-rsa", mpint e, mpint n. Signatures are those of RFC 8332.</summary>
internal sealed class RsaPublicKey : SshPublicKey
{
    public const string Type = "ssh-rsa";

    private const string Sha512 = "rsa-sha2-512";
    private const string Sha256 = "rsa-sha2-256";

    private const int MinBits = 2048;
    private const int MaxBits = 16384;
    private const int MaxExponentLength = 8;

    private static readonly string[] s_algorithms = [Sha512, Sha256];

    private readonly RSAParameters _parameters;

    /// <param name="exponent">Big-endian without leading zero.</param>
    /// <param name="modulus">Big-endian without leading zero.</param>
    /// <exception cref="SshException"><see cref="SshFailure.BadKey"/>: a size is out of range.</exception>
    public RsaPublicKey(byte[] exponent, byte[] modulus)
        : base(Type, Encode(exponent, modulus))
    {
        int bits = modulus.Length * 8;
        if (modulus.Length > 0)
        {
            bits -= byte.LeadingZeroCount(modulus[0]);
        }

        if (bits is < MinBits or > MaxBits)
        {
            throw KeyFormat.Bad($"The RSA key has {bits} bits; {MinBits} to {MaxBits} are allowed.");
        }

        if (exponent.Length is 0 or > MaxExponentLength || exponent is [1] || (exponent[^1] & 1) == 0 || (modulus[^1] & 1) == 0)
        {
            throw KeyFormat.Bad("The RSA key's exponent or modulus is not a possible one.");
        }

        _parameters = new RSAParameters { Exponent = exponent, Modulus = modulus };
    }

    public override IReadOnlyList<string> SignatureAlgorithms => s_algorithms;

    /// <summary>With SHA-1 (RFC 4253).</summary>
    internal override IReadOnlyList<string> LegacySignatureAlgorithms => LegacyAlgorithms.Signatures;

    /// <summary>Reads what follows the type.</summary>
    public static RsaPublicKey Read(ref SshReader reader)
    {
        byte[] exponent = reader.ReadMpint().ToArray();
        byte[] modulus = reader.ReadMpint().ToArray();
        return new RsaPublicKey(exponent, modulus);
    }

    /// <summary>The hash of one of the algorithms.</summary>
    public static HashAlgorithmName HashOf(string algorithm) => algorithm switch
    {
        Sha512 => HashAlgorithmName.SHA512,
        Sha256 => HashAlgorithmName.SHA256,
        _ => HashAlgorithmName.SHA1,
    };

    internal override bool VerifySignature(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        int length = _parameters.Modulus!.Length;
        if (signature.Length > length)
        {
            return false;
        }

        // Some implementations drop leading zeros, as if it were a number.
        byte[] padded = new byte[length];
        signature.CopyTo(padded.AsSpan(length - signature.Length));
        using RSA verifier = RSA.Create(_parameters);
        return verifier.VerifyData(data, padded, HashOf(algorithm), RSASignaturePadding.Pkcs1);
    }

    private static byte[] Encode(byte[] exponent, byte[] modulus)
    {
        SshWriter writer = new(stackalloc byte[1024]);
        writer.WriteString(Type);
        writer.WriteMpint(exponent);
        writer.WriteMpint(modulus);
        byte[] blob = writer.ToArray();
        writer.Dispose();
        return blob;
    }
}

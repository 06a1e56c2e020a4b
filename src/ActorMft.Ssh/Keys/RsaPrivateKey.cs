using System.Numerics;
using System.Security.Cryptography;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>In OpenSSH's format: string "ssh-rsa", mpint n, mpint e, mpint d, mpint 1/q mod p, mpint p, mpint q.</summary>
internal sealed class RsaPrivateKey : SshPrivateKey
{
    private readonly RSA _key;
    private readonly Lock _lock = new();

    private RsaPrivateKey(RSA key, RsaPublicKey publicKey)
        : base(publicKey) => _key = key;

    public static RsaPrivateKey Generate(int bits) => FromKey(RSA.Create(bits));

    /// <summary>Takes a key over.</summary>
    public static RsaPrivateKey FromKey(RSA key)
    {
        RSAParameters parameters = key.ExportParameters(includePrivateParameters: false);
        return new RsaPrivateKey(key, new RsaPublicKey(parameters.Exponent!, parameters.Modulus!));
    }

    /// <summary>Reads what follows the type.</summary>
    public static RsaPrivateKey Read(ref SshReader reader)
    {
        ReadOnlySpan<byte> modulus = reader.ReadMpint();
        ReadOnlySpan<byte> exponent = reader.ReadMpint();
        ReadOnlySpan<byte> privateExponent = reader.ReadMpint();
        reader.ReadMpint();
        ReadOnlySpan<byte> p = reader.ReadMpint();
        ReadOnlySpan<byte> q = reader.ReadMpint();
        return FromNumbers(modulus, exponent, privateExponent, p, q);
    }

    /// <summary>Makes a key of its numbers, all big-endian without leading zero; what follows from them is computed.</summary>
    public static RsaPrivateKey FromNumbers(
        ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> privateExponent, ReadOnlySpan<byte> p, ReadOnlySpan<byte> q)
    {
        RsaPublicKey publicKey = new(exponent.ToArray(), modulus.ToArray());
        int half = (modulus.Length + 1) / 2;
        RSAParameters parameters = new()
        {
            Modulus = modulus.ToArray(),
            Exponent = exponent.ToArray(),
            D = Pad(privateExponent, modulus.Length),
            P = Pad(p, half),
            Q = Pad(q, half),
        };
        parameters.DP = Reduce(parameters.D, parameters.P);
        parameters.DQ = Reduce(parameters.D, parameters.Q);
        parameters.InverseQ = Invert(parameters.Q, parameters.P);
        try
        {
            return new RsaPrivateKey(RSA.Create(parameters), publicKey);
        }
        catch (CryptographicException e)
        {
            throw KeyFormat.Bad("The numbers of the RSA private key don't make a key.", e);
        }
    }

    public override void Dispose() => _key.Dispose();

    internal override void WriteFields(ref SshWriter writer)
    {
        RSAParameters parameters;
        lock (_lock)
        {
            parameters = _key.ExportParameters(includePrivateParameters: true);
        }

        writer.WriteString(RsaPublicKey.Type);
        writer.WriteMpint(parameters.Modulus);
        writer.WriteMpint(parameters.Exponent);
        writer.WriteMpint(parameters.D);
        writer.WriteMpint(parameters.InverseQ);
        writer.WriteMpint(parameters.P);
        writer.WriteMpint(parameters.Q);
    }

    private protected override byte[] CreateSignature(string algorithm, ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            return _key.SignData(data, RsaPublicKey.HashOf(algorithm), RSASignaturePadding.Pkcs1);
        }
    }

    private static byte[] Pad(ReadOnlySpan<byte> number, int length)
    {
        if (number.IsEmpty || number.Length > length)
        {
            throw KeyFormat.Bad($"A number of the RSA private key has {number.Length} bytes; 1 to {length} fit its modulus.");
        }

        byte[] padded = new byte[length];
        number.CopyTo(padded.AsSpan(length - number.Length));
        return padded;
    }

    /// <summary>d mod (prime - 1), which the forms leave out.</summary>
    private static byte[] Reduce(byte[] privateExponent, byte[] prime)
    {
        BigInteger modulus = Number(prime) - 1;
        return modulus > 1 ? Bytes(Number(privateExponent) % modulus, prime.Length) : throw KeyFormat.Bad("A prime of the RSA private key is too small.");
    }

    /// <summary>1/q mod p, by Fermat's little theorem; if p is no prime it is rubbish, as the key is.</summary>
    private static byte[] Invert(byte[] q, byte[] p)
    {
        BigInteger prime = Number(p);
        return Bytes(BigInteger.ModPow(Number(q), prime - 2, prime), p.Length);
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int length)
    {
        byte[] bytes = new byte[length];
        int used = number.GetByteCount(isUnsigned: true);
        number.TryWriteBytes(bytes.AsSpan(length - used), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }
}

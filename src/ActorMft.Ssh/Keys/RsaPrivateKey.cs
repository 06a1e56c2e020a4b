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
        byte[] modulus = reader.ReadMpint().ToArray();
        byte[] exponent = reader.ReadMpint().ToArray();
        RsaPublicKey publicKey = new(exponent, modulus);
        int half = (modulus.Length + 1) / 2;
        byte[] privateExponent = Pad(reader.ReadMpint(), modulus.Length);
        byte[] inverse = Pad(reader.ReadMpint(), half);
        byte[] p = Pad(reader.ReadMpint(), half);
        byte[] q = Pad(reader.ReadMpint(), half);
        RSAParameters parameters = new()
        {
            Modulus = modulus,
            Exponent = exponent,
            D = privateExponent,
            InverseQ = inverse,
            P = p,
            Q = q,
            DP = Reduce(privateExponent, p),
            DQ = Reduce(privateExponent, q),
        };
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

    /// <summary>d mod (prime - 1), which the format leaves out.</summary>
    private static byte[] Reduce(byte[] privateExponent, byte[] prime)
    {
        BigInteger modulus = new BigInteger(prime, isUnsigned: true, isBigEndian: true) - 1;
        if (modulus <= 1)
        {
            throw KeyFormat.Bad("A prime of the RSA private key is too small.");
        }

        BigInteger reduced = new BigInteger(privateExponent, isUnsigned: true, isBigEndian: true) % modulus;
        byte[] bytes = new byte[prime.Length];
        int length = reduced.GetByteCount(isUnsigned: true);
        reduced.TryWriteBytes(bytes.AsSpan(prime.Length - length), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }
}

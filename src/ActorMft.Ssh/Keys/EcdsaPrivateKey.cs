using System.Security.Cryptography;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>In OpenSSH's format: string "ecdsa-sha2-" curve, string curve, string point, mpint private scalar.</summary>
internal sealed class EcdsaPrivateKey : SshPrivateKey
{
    private readonly ECDsa _key;
    private readonly EcdsaPublicKey _publicKey;
    private readonly Lock _lock = new();

    private EcdsaPrivateKey(ECDsa key, EcdsaPublicKey publicKey)
        : base(publicKey)
    {
        _key = key;
        _publicKey = publicKey;
    }

    public static EcdsaPrivateKey Generate(EcdsaCurve curve) => FromKey(ECDsa.Create(curve.Curve));

    /// <summary>Takes a key over.</summary>
    public static EcdsaPrivateKey FromKey(ECDsa key)
    {
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        EcdsaCurve curve = EcdsaCurve.Find(parameters.Curve)
            ?? throw KeyFormat.Bad("The ECDSA key is on a curve that is not supported; use nistp256, nistp384 or nistp521.");
        return new EcdsaPrivateKey(key, new EcdsaPublicKey(curve, parameters.Q));
    }

    /// <summary>Reads what follows the type.</summary>
    public static EcdsaPrivateKey Read(EcdsaCurve curve, ref SshReader reader)
    {
        EcdsaPublicKey publicKey = EcdsaPublicKey.Read(curve, ref reader);
        return FromScalar(publicKey, reader.ReadMpint());
    }

    /// <param name="publicKey">The other half.</param>
    /// <param name="scalar">Big-endian without leading zero.</param>
    public static EcdsaPrivateKey FromScalar(EcdsaPublicKey publicKey, ReadOnlySpan<byte> scalar)
    {
        EcdsaCurve curve = publicKey.Curve;
        if (scalar.IsEmpty || scalar.Length > curve.FieldLength)
        {
            throw KeyFormat.Bad($"The ECDSA private key has {scalar.Length} bytes; {curve.FieldLength} are needed.");
        }

        byte[] padded = new byte[curve.FieldLength];
        scalar.CopyTo(padded.AsSpan(curve.FieldLength - scalar.Length));
        try
        {
            ECDsa key = ECDsa.Create(new ECParameters { Curve = curve.Curve, Q = publicKey.Point, D = padded });
            return new EcdsaPrivateKey(key, publicKey);
        }
        catch (CryptographicException e)
        {
            throw KeyFormat.Bad("The private and the public half of the ECDSA key don't belong together.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    public override void Dispose() => _key.Dispose();

    internal override void WriteFields(ref SshWriter writer)
    {
        byte[] scalar;
        lock (_lock)
        {
            scalar = _key.ExportParameters(includePrivateParameters: true).D!;
        }

        writer.WriteBytes(_publicKey.Blob.Span);
        writer.WriteMpint(scalar);
        CryptographicOperations.ZeroMemory(scalar);
    }

    private protected override byte[] CreateSignature(string algorithm, ReadOnlySpan<byte> data)
    {
        byte[] both;
        lock (_lock)
        {
            both = _key.SignData(data, _publicKey.Curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        SshWriter writer = new(stackalloc byte[256]);
        writer.WriteMpint(both.AsSpan(0, both.Length / 2));
        writer.WriteMpint(both.AsSpan(both.Length / 2));
        byte[] signature = writer.ToArray();
        writer.Dispose();
        return signature;
    }
}

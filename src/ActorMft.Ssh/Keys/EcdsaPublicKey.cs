using System.Security.Cryptography;
using System.Text;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>RFC 5656 section 3.1: string "ecdsa-sha2-" curve, string curve, string point (uncompressed). A signature is mpint r, mpint s in a string.</summary>
internal sealed class EcdsaPublicKey : SshPublicKey
{
    private const byte Uncompressed = 4;

    private readonly ECParameters _parameters;
    private readonly string[] _algorithms;

    public EcdsaPublicKey(EcdsaCurve curve, ECPoint point)
        : base(curve.KeyType, Encode(curve, point))
    {
        Curve = curve;
        _parameters = new ECParameters { Curve = curve.Curve, Q = point };
        _algorithms = [curve.KeyType];
    }

    public EcdsaCurve Curve { get; }

    /// <summary>The key as a point of <see cref="Curve"/>.</summary>
    public ECPoint Point => _parameters.Q;

    public override IReadOnlyList<string> SignatureAlgorithms => _algorithms;

    /// <summary>Reads what follows the type.</summary>
    public static EcdsaPublicKey Read(EcdsaCurve curve, ref SshReader reader)
    {
        ReadOnlySpan<byte> name = reader.ReadString();
        ReadOnlySpan<byte> point = reader.ReadString();
        if (!Ascii.Equals(name, curve.Name))
        {
            throw KeyFormat.Bad($"The key is of type '{curve.KeyType}' but names another curve.");
        }

        if (point.Length != 1 + (2 * curve.FieldLength) || point[0] != Uncompressed)
        {
            throw KeyFormat.Bad($"The ECDSA key is not an uncompressed point of {1 + (2 * curve.FieldLength)} bytes.");
        }

        EcdsaPublicKey key = new(curve, new ECPoint { X = point.Slice(1, curve.FieldLength).ToArray(), Y = point[(1 + curve.FieldLength)..].ToArray() });
        try
        {
            key.CreateVerifier().Dispose();
        }
        catch (CryptographicException e)
        {
            throw KeyFormat.Bad("The ECDSA key is not a point on its curve.", e);
        }

        return key;
    }

    internal override bool VerifySignature(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        int length = Curve.FieldLength;
        SshReader reader = new(signature);
        ReadOnlySpan<byte> r = reader.ReadMpint();
        ReadOnlySpan<byte> s = reader.ReadMpint();
        reader.ExpectEnd();
        if (r.Length > length || s.Length > length)
        {
            return false;
        }

        Span<byte> both = stackalloc byte[2 * length];
        both.Clear();
        r.CopyTo(both[(length - r.Length)..]);
        s.CopyTo(both[((2 * length) - s.Length)..]);
        using ECDsa verifier = CreateVerifier();
        return verifier.VerifyData(data, both, Curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[] Encode(EcdsaCurve curve, ECPoint point)
    {
        SshWriter writer = new(stackalloc byte[256]);
        writer.WriteString(curve.KeyType);
        writer.WriteString(curve.Name);
        int start = writer.BeginString();
        writer.WriteByte(Uncompressed);
        writer.WriteBytes(point.X);
        writer.WriteBytes(point.Y);
        writer.EndString(start);
        byte[] blob = writer.ToArray();
        writer.Dispose();
        return blob;
    }

    private ECDsa CreateVerifier() => ECDsa.Create(_parameters);
}

using System.Formats.Asn1;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Keys.Pem;

/// <summary>
/// ECPrivateKey of RFC 5915: version, octets of the scalar, [0] curve?, [1] point?. Read here and not by the platform, which insists on as many
/// octets as the curve has: PuTTYgen writes a number's, with a zero in front or without its leading zeros.
/// </summary>
internal static class EcKeyReader
{
    private static readonly Asn1Tag s_curve = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <param name="content">The structure.</param>
    /// <param name="curveOid">The curve, if what is around the structure names it.</param>
    public static EcdsaPrivateKey Read(ReadOnlyMemory<byte> content, string? curveOid)
    {
        AsnReader key = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
        key.ReadInteger();
        byte[] octets = key.ReadOctetString();
        if (key.HasData && key.PeekTag().HasSameClassAndValue(s_curve))
        {
            curveOid = key.ReadSequence(s_curve).ReadObjectIdentifier();
        }

        EcdsaCurve curve = EcdsaCurve.FindOid(curveOid ?? "")
            ?? throw KeyFormat.Bad("The ECDSA key is on a curve that is not supported; use nistp256, nistp384 or nistp521.");
        byte[] scalar = new byte[curve.FieldLength];
        try
        {
            ReadOnlySpan<byte> number = octets.AsSpan().TrimStart((byte)0);
            if (number.IsEmpty || number.Length > scalar.Length)
            {
                throw KeyFormat.Bad($"The ECDSA private key has {number.Length} bytes; 1 to {scalar.Length} are possible.");
            }

            number.CopyTo(scalar.AsSpan(scalar.Length - number.Length));
            return EcdsaPrivateKey.FromKey(ECDsa.Create(new ECParameters { Curve = curve.Curve, D = scalar }));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
            CryptographicOperations.ZeroMemory(scalar);
        }
    }
}

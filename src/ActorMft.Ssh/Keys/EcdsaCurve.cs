using System.Security.Cryptography;

namespace ActorMft.Ssh.Keys;

/// <summary>A curve of RFC 5656 section 10.1 with the hash of its size.</summary>
/// <param name="Name">The curve's name in blobs.</param>
/// <param name="Curve">The curve.</param>
/// <param name="FieldLength">The length of a coordinate and of a private key, in bytes.</param>
/// <param name="Hash">The hash of its signatures (section 6.2.1).</param>
internal sealed record EcdsaCurve(string Name, ECCurve Curve, int FieldLength, HashAlgorithmName Hash)
{
    public static readonly EcdsaCurve P256 = new("nistp256", ECCurve.NamedCurves.nistP256, 32, HashAlgorithmName.SHA256);

    public static readonly EcdsaCurve P384 = new("nistp384", ECCurve.NamedCurves.nistP384, 48, HashAlgorithmName.SHA384);

    public static readonly EcdsaCurve P521 = new("nistp521", ECCurve.NamedCurves.nistP521, 66, HashAlgorithmName.SHA512);

    /// <summary>The type of keys and the only algorithm of signatures on this curve.</summary>
    public string KeyType { get; } = "ecdsa-sha2-" + Name;

    /// <summary>The curve of a key type, or null.</summary>
    public static EcdsaCurve? Find(string keyType) =>
        keyType == P256.KeyType ? P256 : keyType == P384.KeyType ? P384 : keyType == P521.KeyType ? P521 : null;

    /// <summary>The one of these curves that a key is on, or null.</summary>
    public static EcdsaCurve? Find(ECCurve curve) =>
        curve.IsNamed ? FindOid(curve.Oid.Value ?? "") : null;

    /// <summary>The curve of an object identifier, or null.</summary>
    public static EcdsaCurve? FindOid(string oid) => oid switch
    {
        "1.2.840.10045.3.1.7" => P256,
        "1.3.132.0.34" => P384,
        "1.3.132.0.35" => P521,
        _ => null,
    };
}

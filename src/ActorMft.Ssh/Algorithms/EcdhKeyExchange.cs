using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>ecdh-sha2-nistp256, -nistp384 and -nistp521 (RFC 5656 section 4).</summary>
internal sealed class EcdhKeyExchange : KeyExchange
{
    private const byte Uncompressed = 4;

    private readonly ECDiffieHellman _key;
    private readonly ECCurve _curve;
    private readonly int _fieldLength;

    private EcdhKeyExchange(ECCurve curve, HashAlgorithmName hash)
    {
        _curve = curve;
        _key = ECDiffieHellman.Create(curve);
        _fieldLength = (_key.KeySize + 7) / 8;
        Hash = hash;
    }

    public override HashAlgorithmName Hash { get; }

    public override bool ValuesAreMpint => false;

    public static EcdhKeyExchange NistP256() => new(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256);

    public static EcdhKeyExchange NistP384() => new(ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384);

    public static EcdhKeyExchange NistP521() => new(ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512);

    public override byte[] CreateClientInit()
    {
        ECPoint point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    public override (byte[] ServerValue, byte[] EncodedSecret) RespondAsServer(ReadOnlySpan<byte> clientValue) =>
        (CreateClientInit(), Agree(clientValue));

    public override byte[] FinishAsClient(ReadOnlySpan<byte> serverValue) => Agree(serverValue);

    public override void Dispose() => _key.Dispose();

    private byte[] Agree(ReadOnlySpan<byte> peer)
    {
        if (peer.Length != 1 + (2 * _fieldLength) || peer[0] != Uncompressed)
        {
            throw SharedSecret.Refuse($"The peer's ECDH key is not an uncompressed point of {1 + (2 * _fieldLength)} bytes.");
        }

        ECParameters parameters = new()
        {
            Curve = _curve,
            Q = new ECPoint { X = peer.Slice(1, _fieldLength).ToArray(), Y = peer[(1 + _fieldLength)..].ToArray() },
        };
        try
        {
            using ECDiffieHellman other = ECDiffieHellman.Create(parameters);
            using ECDiffieHellmanPublicKey otherKey = other.PublicKey;
            return SharedSecret.EncodeMpint(_key.DeriveRawSecretAgreement(otherKey));
        }
        catch (CryptographicException)
        {
            throw SharedSecret.Refuse("The peer's ECDH key is not a point on the curve.");
        }
    }
}

using System.Security.Cryptography;
using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Algorithms;

/// <summary>curve25519-sha256 (RFC 8731).</summary>
internal sealed class Curve25519KeyExchange : KeyExchange
{
    private readonly EvpKeyHandle _key = X25519.GenerateKey();

    public override HashAlgorithmName Hash => HashAlgorithmName.SHA256;

    public override bool ValuesAreMpint => false;

    public override byte[] CreateClientInit() => X25519.ExportPublicKey(_key);

    public override (byte[] ServerValue, byte[] EncodedSecret) RespondAsServer(ReadOnlySpan<byte> clientValue) =>
        (X25519.ExportPublicKey(_key), Agree(clientValue));

    public override byte[] FinishAsClient(ReadOnlySpan<byte> serverValue) => Agree(serverValue);

    public override void Dispose() => _key.Dispose();

    private byte[] Agree(ReadOnlySpan<byte> peer)
    {
        if (peer.Length != X25519.Length)
        {
            throw SharedSecret.Refuse($"The peer's curve25519 key has {peer.Length} bytes; {X25519.Length} are needed.");
        }

        Span<byte> secret = stackalloc byte[X25519.Length];
        if (!X25519.TryAgree(_key, peer, secret))
        {
            throw SharedSecret.Refuse("The peer's curve25519 key is of small order; the secret would be zero.");
        }

        return SharedSecret.EncodeMpint(secret);
    }
}

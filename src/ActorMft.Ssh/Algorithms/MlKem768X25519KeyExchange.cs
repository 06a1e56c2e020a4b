using System.Security.Cryptography;
using ActorMft.Ssh.Native;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// mlkem768x25519-sha256 (draft-ietf-sshm-mlkem-hybrid-kex): ML-KEM-768 and curve25519 side by side, so that the secret holds while
/// either does. The client sends an encapsulation key and a curve25519 key, the server a ciphertext and a curve25519 key; the
/// secret is the hash of both secrets, a string and not an mpint.
/// </summary>
internal sealed class MlKem768X25519KeyExchange : KeyExchange
{
    private static readonly MLKemAlgorithm s_kem = MLKemAlgorithm.MLKem768;

    private readonly EvpKeyHandle _curveKey = X25519.GenerateKey();
    private MLKem? _kemKey;

    /// <summary>Whether the runtime's cryptography has ML-KEM (OpenSSL 3.5 or later) and there is curve25519.</summary>
    public static bool IsSupported { get; } = MLKem.IsSupported && X25519.IsSupported;

    public override HashAlgorithmName Hash => HashAlgorithmName.SHA256;

    public override bool ValuesAreMpint => false;

    public override byte[] CreateClientInit()
    {
        _kemKey = MLKem.GenerateKey(s_kem);
        return [.. _kemKey.ExportEncapsulationKey(), .. X25519.ExportPublicKey(_curveKey)];
    }

    public override (byte[] ServerValue, byte[] EncodedSecret) RespondAsServer(ReadOnlySpan<byte> clientValue)
    {
        int split = CheckLength(clientValue, s_kem.EncapsulationKeySizeInBytes);
        byte[] ciphertext = new byte[s_kem.CiphertextSizeInBytes];
        Span<byte> secrets = stackalloc byte[s_kem.SharedSecretSizeInBytes + X25519.Length];
        try
        {
            using MLKem peer = MLKem.ImportEncapsulationKey(s_kem, clientValue[..split]);
            peer.Encapsulate(ciphertext, secrets[..s_kem.SharedSecretSizeInBytes]);
        }
        catch (CryptographicException)
        {
            throw SharedSecret.Refuse("The peer's ML-KEM key is not valid.");
        }

        byte[] secret = Finish(clientValue[split..], secrets);
        return ([.. ciphertext, .. X25519.ExportPublicKey(_curveKey)], secret);
    }

    public override byte[] FinishAsClient(ReadOnlySpan<byte> serverValue)
    {
        int split = CheckLength(serverValue, s_kem.CiphertextSizeInBytes);
        Span<byte> secrets = stackalloc byte[s_kem.SharedSecretSizeInBytes + X25519.Length];
        _kemKey!.Decapsulate(serverValue[..split], secrets[..s_kem.SharedSecretSizeInBytes]);
        return Finish(serverValue[split..], secrets);
    }

    public override void Dispose()
    {
        _curveKey.Dispose();
        _kemKey?.Dispose();
    }

    private static int CheckLength(ReadOnlySpan<byte> value, int kemLength) => value.Length == kemLength + X25519.Length
        ? kemLength
        : throw SharedSecret.Refuse($"The peer's hybrid value has {value.Length} bytes; {kemLength + X25519.Length} are needed.");

    /// <summary>Adds the curve's secret behind the KEM's, and hashes both.</summary>
    private byte[] Finish(ReadOnlySpan<byte> peer, Span<byte> secrets)
    {
        if (!X25519.TryAgree(_curveKey, peer, secrets[s_kem.SharedSecretSizeInBytes..]))
        {
            throw SharedSecret.Refuse("The peer's curve25519 key is of small order; the secret would be zero.");
        }

        Span<byte> secret = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secrets, secret);
        using var writer = new SshWriter(stackalloc byte[64]);
        writer.WriteString(secret);
        byte[] encoded = writer.ToArray();
        CryptographicOperations.ZeroMemory(secrets);
        CryptographicOperations.ZeroMemory(secret);
        return encoded;
    }
}

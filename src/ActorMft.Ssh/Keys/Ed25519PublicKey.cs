using ActorMft.Ssh.Native;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>RFC 8709: string "ssh-ed25519", string key of 32 bytes. A signature is 64 bytes.</summary>
internal sealed class Ed25519PublicKey : SshPublicKey
{
    public const string Type = "ssh-ed25519";

    private static readonly string[] s_algorithms = [Type];

    private readonly byte[] _key;

    public Ed25519PublicKey(byte[] key)
        : base(Type, Encode(key)) => _key = key;

    public override IReadOnlyList<string> SignatureAlgorithms => s_algorithms;

    /// <summary>Reads what follows the type.</summary>
    public static Ed25519PublicKey Read(ref SshReader reader)
    {
        ReadOnlySpan<byte> key = reader.ReadString();
        return key.Length == Ed25519.KeyLength
            ? new Ed25519PublicKey(key.ToArray())
            : throw KeyFormat.Bad($"The Ed25519 key has {key.Length} bytes; {Ed25519.KeyLength} are needed.");
    }

    internal override bool VerifySignature(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Ed25519.IsSupported && signature.Length == Ed25519.SignatureLength && Ed25519.Verify(_key, data, signature);

    private static byte[] Encode(byte[] key)
    {
        SshWriter writer = new(stackalloc byte[64]);
        writer.WriteString(Type);
        writer.WriteString(key);
        byte[] blob = writer.ToArray();
        writer.Dispose();
        return blob;
    }
}

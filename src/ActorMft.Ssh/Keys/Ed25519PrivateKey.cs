using System.Security.Cryptography;
using ActorMft.Ssh.Native;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>In OpenSSH's format: string "ssh-ed25519", string public key, string seed ‖ public key.</summary>
internal sealed class Ed25519PrivateKey : SshPrivateKey
{
    private readonly EvpKeyHandle _key;
    private readonly byte[] _publicKey;

    private Ed25519PrivateKey(EvpKeyHandle key, byte[] publicKey)
        : base(new Ed25519PublicKey(publicKey))
    {
        _key = key;
        _publicKey = publicKey;
    }

    public static Ed25519PrivateKey Generate()
    {
        RequireSupport();
        return Create(Ed25519.GenerateKey());
    }

    /// <param name="seed">32 bytes.</param>
    public static Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed)
    {
        RequireSupport();
        return seed.Length == Ed25519.KeyLength
            ? Create(Ed25519.ImportPrivateKey(seed))
            : throw KeyFormat.Bad($"The Ed25519 private key has {seed.Length} bytes; {Ed25519.KeyLength} are needed.");
    }

    /// <summary>Reads what follows the type.</summary>
    public static Ed25519PrivateKey Read(ref SshReader reader)
    {
        ReadOnlySpan<byte> publicKey = reader.ReadString();
        ReadOnlySpan<byte> both = reader.ReadString();
        if (publicKey.Length != Ed25519.KeyLength || both.Length != 2 * Ed25519.KeyLength || !both[Ed25519.KeyLength..].SequenceEqual(publicKey))
        {
            throw KeyFormat.Bad("The fields of the Ed25519 private key have wrong lengths or contradict each other.");
        }

        Ed25519PrivateKey key = FromSeed(both[..Ed25519.KeyLength]);
        if (!publicKey.SequenceEqual(key._publicKey))
        {
            key.Dispose();
            throw KeyFormat.Bad("The private and the public half of the Ed25519 key don't belong together.");
        }

        return key;
    }

    public override void Dispose() => _key.Dispose();

    internal override void WriteFields(ref SshWriter writer)
    {
        byte[] both = new byte[2 * Ed25519.KeyLength];
        Ed25519.ExportPrivateKey(_key, both.AsSpan(0, Ed25519.KeyLength));
        _publicKey.CopyTo(both, Ed25519.KeyLength);
        writer.WriteString(Ed25519PublicKey.Type);
        writer.WriteString(_publicKey);
        writer.WriteString(both);
        CryptographicOperations.ZeroMemory(both);
    }

    private protected override byte[] CreateSignature(string algorithm, ReadOnlySpan<byte> data) => Ed25519.Sign(_key, data);

    private static Ed25519PrivateKey Create(EvpKeyHandle key) => new(key, Ed25519.ExportPublicKey(key));

    private static void RequireSupport()
    {
        if (!Ed25519.IsSupported)
        {
            throw new PlatformNotSupportedException("Ed25519 private keys need libcrypto.so.3 of OpenSSL 3, which was not found.");
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>
/// A key inside a FIDO authenticator (PROTOCOL.u2f of OpenSSH): the fields of an Ed25519 or P-256 key, then string application.
/// The authenticator signs a hash of the data together with what it says about the touch.
/// </summary>
internal sealed class SecurityKeyPublicKey : SshPublicKey
{
    public const string Ed25519Type = "sk-ssh-ed25519@openssh.com";
    public const string EcdsaType = "sk-ecdsa-sha2-nistp256@openssh.com";

    /// <summary>The flag that somebody touched the authenticator. Without it, whoever controls the user's machine could sign unnoticed.</summary>
    private const byte UserPresent = 1;

    private const int MaxApplication = 256;

    private readonly SshPublicKey _key;
    private readonly byte[] _application;
    private readonly string[] _algorithms;

    private SecurityKeyPublicKey(string type, SshPublicKey key, byte[] application)
        : base(type, Encode(type, key, application))
    {
        _key = key;
        _application = SHA256.HashData(application);
        _algorithms = [type];
    }

    public override IReadOnlyList<string> SignatureAlgorithms => _algorithms;

    /// <summary>Reads what follows the type.</summary>
    public static SecurityKeyPublicKey Read(string type, ref SshReader reader)
    {
        SshPublicKey key = type == Ed25519Type ? Ed25519PublicKey.Read(ref reader) : EcdsaPublicKey.Read(EcdsaCurve.P256, ref reader);
        return new SecurityKeyPublicKey(type, key, reader.ReadString(MaxApplication).ToArray());
    }

    /// <summary>Behind the signature: byte flags, uint32 counter.</summary>
    private protected override bool VerifyFields(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, ref SshReader rest)
    {
        byte flags = rest.ReadByte();
        uint counter = rest.ReadUInt32();
        rest.ExpectEnd();

        Span<byte> signed = stackalloc byte[SHA256.HashSizeInBytes + 1 + sizeof(uint) + SHA256.HashSizeInBytes];
        _application.CopyTo(signed);
        signed[SHA256.HashSizeInBytes] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(signed[(SHA256.HashSizeInBytes + 1)..], counter);
        SHA256.HashData(data, signed[(SHA256.HashSizeInBytes + 1 + sizeof(uint))..]);
        return _key.VerifySignature(_key.KeyType, signed, signature) && (flags & UserPresent) != 0;
    }

    internal override bool VerifySignature(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => false;

    private static byte[] Encode(string type, SshPublicKey key, byte[] application)
    {
        SshReader fields = new(key.Blob.Span);
        fields.ReadString();
        SshWriter writer = new(stackalloc byte[256]);
        writer.WriteString(type);
        writer.WriteBytes(fields.Rest);
        writer.WriteString(application);
        byte[] blob = writer.ToArray();
        writer.Dispose();
        return blob;
    }
}

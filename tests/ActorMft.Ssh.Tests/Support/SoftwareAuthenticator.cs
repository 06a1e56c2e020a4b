using System.Buffers.Binary;
using System.Security.Cryptography;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>What a FIDO authenticator does for OpenSSH (its PROTOCOL.u2f), with a key in memory.</summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    public const string Application = "ssh:";

    private readonly SshPrivateKey _inner;
    private readonly string _type;

    public SoftwareAuthenticator(bool isEcdsa)
    {
        _inner = SshPrivateKey.Generate(isEcdsa ? SshKeyType.EcdsaP256 : SshKeyType.Ed25519);
        _type = isEcdsa ? "sk-ecdsa-sha2-nistp256@openssh.com" : "sk-ssh-ed25519@openssh.com";
        var fields = new SshReader(_inner.PublicKey.Blob.Span);
        fields.ReadString();
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteString(_type);
        writer.WriteBytes(fields.Rest);
        writer.WriteString(Application);
        PublicKey = SshPublicKey.Parse(writer.Written);
    }

    public SshPublicKey PublicKey { get; }

    /// <summary>Signs; each argument but the first can be wrong on purpose.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data, byte flags = 1, uint counter = 42, string application = Application, string? type = null, uint? toldCounter = null)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, counter);
        byte[] signed = [.. SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(application)), flags, .. number, .. SHA256.HashData(data)];
        var plain = new SshReader(_inner.Sign(_inner.PublicKey.KeyType, signed));
        plain.ReadString();
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteString(type ?? _type);
        writer.WriteString(plain.ReadString());
        writer.WriteByte(flags);
        writer.WriteUInt32(toldCounter ?? counter);
        return writer.ToArray();
    }

    public void Dispose() => _inner.Dispose();
}

using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// SSH_MSG_EXT_INFO (RFC 8308, section 2.3):
/// <code>
/// byte       7
/// uint32     nr-extensions
/// repeat "nr-extensions" times:
///   string   extension-name
///   string   extension-value
/// </code>
/// </summary>
internal static class ExtensionInfo
{
    private const string ServerSignatureAlgorithms = "server-sig-algs";
    private const int MaxExtensions = 64;

    public static byte[] Write(IReadOnlyList<string> signatureAlgorithms)
    {
        using var writer = new SshWriter(stackalloc byte[512]);
        writer.WriteByte((byte)SshMessage.ExtensionInfo);
        writer.WriteUInt32(1);
        writer.WriteString(ServerSignatureAlgorithms);
        writer.WriteNameList(signatureAlgorithms);
        return writer.ToArray();
    }

    /// <returns>The value of server-sig-algs, or null if it wasn't sent.</returns>
    public static string[]? ReadSignatureAlgorithms(ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload);
        reader.ReadByte();
        uint count = reader.ReadUInt32();
        if (count > MaxExtensions)
        {
            throw SshException.Protocol($"{count} extensions are more than the {MaxExtensions} allowed.");
        }

        string[]? names = null;
        for (uint i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> name = reader.ReadString(256);
            if (name.SequenceEqual("server-sig-algs"u8))
            {
                names = reader.ReadNameList();
            }
            else
            {
                reader.ReadString(64 * 1024);
            }
        }

        reader.ExpectEnd();
        return names;
    }
}

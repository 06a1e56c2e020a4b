using System.Buffers;
using System.Runtime.InteropServices;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>A server's answer.</summary>
/// <param name="Type">What kind.</param>
/// <param name="Fields">A copy of everything behind the id; empty for content, which went to its destination.</param>
/// <param name="DataLength">Bytes of content.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Reply(PacketType Type, byte[] Fields, int DataLength)
{
    /// <summary>A good STATUS, which says no more: nearly all answers to writes.</summary>
    private static readonly byte[] Good = new byte[sizeof(uint)];

    /// <summary>A copy of an answer's fields; none is made of a good STATUS.</summary>
    public static byte[] FieldsOf(PacketType type, in ReadOnlySequence<byte> fields)
    {
        if (type != PacketType.Status || fields.Length < sizeof(uint))
        {
            return fields.ToArray();
        }

        Span<byte> status = stackalloc byte[sizeof(uint)];
        fields.Slice(0, sizeof(uint)).CopyTo(status);
        return status.SequenceEqual(Good) ? Good : fields.ToArray();
    }

    /// <summary>Checks that the answer is what was asked for. A refusal is thrown with the server's own words.</summary>
    public void Expect(PacketType type, string subject)
    {
        if (Type == PacketType.Status && ReadStatus(subject) is { } refusal)
        {
            throw refusal;
        }

        if (Type != type)
        {
            throw new SftpException(SftpStatus.BadMessage, $"{subject}: the server answered with type {(byte)Type} instead of {(byte)type}");
        }
    }

    /// <summary>True for the refusal that only says that there is no more.</summary>
    public bool IsEnd => Type == PacketType.Status && new SftpReader(Fields).ReadUInt32() == (uint)SftpStatus.EndOfFile;

    // uint32 code, string message, string language; old servers leave the strings out.
    private SftpException? ReadStatus(string subject)
    {
        var reader = new SftpReader(Fields);
        var status = (SftpStatus)reader.ReadUInt32();
        if (status == SftpStatus.Ok)
        {
            return null;
        }

        var sentence = reader.Remaining > 0 ? reader.ReadLenientText() : "";
        return new SftpException(status, $"{subject}: {End(sentence.Length > 0 ? sentence : Describe(status))}");
    }

    /// <summary>Others say what to do behind it.</summary>
    private static string End(string sentence) => sentence[^1] is '.' or '!' or '?' ? sentence : sentence + ".";

    private static string Describe(SftpStatus status) => status switch
    {
        SftpStatus.EndOfFile => "end of file",
        SftpStatus.NoSuchFile => "no such file",
        SftpStatus.PermissionDenied => "permission denied",
        SftpStatus.BadMessage => "the server could not read the request",
        SftpStatus.OperationUnsupported => "the server can't do this",
        _ => $"the server failed (status {(uint)status}) and gave no reason",
    };
}

using System.Buffers;
using System.Runtime.InteropServices;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Server;

/// <summary>
/// <code>
/// byte   SSH_FXP_CLOSE
/// uint32 id
/// string handle
/// </code>
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CloseRequest(uint Id, ulong Handle)
{
    private const int Size = 1 + 4 + 4 + HandleTable.Size;

    /// <summary>Reads the request; false when it isn't a well-formed close of a handle of our form.</summary>
    public static bool TryParse(in ReadOnlySequence<byte> packet, out CloseRequest request)
    {
        request = default;
        if (packet.FirstSpan[0] != (byte)PacketType.Close || packet.Length < Size)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Size];
        packet.Slice(0, Size).CopyTo(bytes);
        var reader = new SftpReader(bytes[1..]);
        var id = reader.ReadUInt32();
        if (reader.ReadUInt32() != HandleTable.Size)
        {
            return false;
        }

        request = new CloseRequest(id, reader.ReadUInt64());
        return true;
    }
}

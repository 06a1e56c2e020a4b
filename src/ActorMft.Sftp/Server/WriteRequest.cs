using System.Buffers;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Server;

/// <summary>
/// <code>
/// byte   SSH_FXP_WRITE
/// uint32 id
/// string handle
/// uint64 offset
/// string data
/// </code>
/// The data stays where it was received.
/// </summary>
internal readonly record struct WriteRequest(uint Id, ulong Handle, ulong Offset, ReadOnlySequence<byte> Data)
{
    /// <summary>Bytes from the type to the data when the handle is one of ours.</summary>
    private const int HeadSize = 1 + 4 + 4 + HandleTable.Size + 8 + 4;

    /// <summary>Reads the request; false when it isn't a well-formed write to a handle of our form.</summary>
    public static bool TryParse(in ReadOnlySequence<byte> packet, out WriteRequest request)
    {
        request = default;
        if (packet.FirstSpan[0] != (byte)PacketType.Write || packet.Length < HeadSize)
        {
            return false;
        }

        Span<byte> copy = stackalloc byte[HeadSize];
        scoped var head = packet.FirstSpan;
        if (head.Length < HeadSize)
        {
            packet.Slice(0, HeadSize).CopyTo(copy);
            head = copy;
        }

        var reader = new SftpReader(head[1..]);
        var id = reader.ReadUInt32();
        if (reader.ReadUInt32() != HandleTable.Size)
        {
            return false;
        }

        var handle = reader.ReadUInt64();
        var offset = reader.ReadUInt64();
        var length = reader.ReadUInt32();
        if (length > packet.Length - HeadSize)
        {
            return false;
        }

        request = new WriteRequest(id, handle, offset, packet.Slice(HeadSize, length));
        return true;
    }
}

using System.Buffers;
using System.Runtime.InteropServices;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>byte SSH_FXP_WRITE, uint32 id, string handle, uint64 offset, string data.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentRequest(byte[] Handle, long Offset, ReadOnlySequence<byte> Data) : IRequest
{
    public int MaxSize => SftpWriter.Head + 20 + Handle.Length + (int)Data.Length;

    public int Write(Span<byte> buffer, uint id)
    {
        var writer = new SftpWriter(buffer, PacketType.Write);
        writer.WriteUInt32(id);
        writer.WriteString(Handle);
        writer.WriteUInt64((ulong)Offset);
        writer.WriteUInt32((uint)Data.Length);
        Data.CopyTo(buffer[writer.Position..]);
        return writer.Finish((int)Data.Length);
    }
}

using System.Runtime.InteropServices;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>byte SSH_FXP_READ, uint32 id, string handle, uint64 offset, uint32 len.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadRequest(byte[] Handle, long Offset, int Length) : IRequest
{
    public int MaxSize => SftpWriter.Head + 20 + Handle.Length;

    public int Write(Span<byte> buffer, uint id)
    {
        var writer = new SftpWriter(buffer, PacketType.Read);
        writer.WriteUInt32(id);
        writer.WriteString(Handle);
        writer.WriteUInt64((ulong)Offset);
        writer.WriteUInt32((uint)Length);
        return writer.Finish();
    }
}

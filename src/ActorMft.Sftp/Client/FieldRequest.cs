using System.Runtime.InteropServices;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>Any request: byte type, uint32 id, fields.</summary>
/// <param name="Type">What kind.</param>
/// <param name="FieldSize">The most bytes that the fields take.</param>
/// <param name="Fields">Writes them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FieldRequest(PacketType Type, int FieldSize, FieldWriter Fields) : IRequest
{
    public int MaxSize => SftpWriter.Head + sizeof(uint) + FieldSize;

    public int Write(Span<byte> buffer, uint id)
    {
        var writer = new SftpWriter(buffer, Type);
        writer.WriteUInt32(id);
        Fields(ref writer);
        return writer.Finish();
    }
}

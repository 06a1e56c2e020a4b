using System.Text;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>SFTP packets as bytes.</summary>
internal static class SftpPackets
{
    public static byte[] U32(uint value) => Frames.Number(value);

    public static byte[] U64(ulong value) => [.. U32((uint)(value >> 32)), .. U32((uint)value)];

    public static byte[] Str(string value) => Str(Encoding.UTF8.GetBytes(value));

    public static byte[] Str(byte[] value) => [.. U32((uint)value.Length), .. value];

    public static byte[] Of(PacketType type, params byte[][] fields)
    {
        var body = fields.SelectMany(field => field).ToArray();
        return [.. U32((uint)body.Length + 1), (byte)type, .. body];
    }
}

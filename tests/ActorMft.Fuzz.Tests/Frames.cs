using System.Buffers.Binary;

namespace ActorMft.Fuzz.Tests;

/// <summary>Several messages in one input: uint32 length, then that many bytes, again and again. A mutated length takes what there is.</summary>
internal static class Frames
{
    public static byte[] Join(params IEnumerable<byte[]> messages) => [.. messages.SelectMany(message => (byte[])[.. Number((uint)message.Length), .. message])];

    /// <summary>The messages, at most <paramref name="max"/> of them.</summary>
    public static IEnumerable<byte[]> Split(byte[] input, int max)
    {
        var at = 0;
        for (var count = 0; at + 4 <= input.Length && count < max; count++)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(at)), (uint)(input.Length - at - 4));
            yield return input[(at + 4)..(at + 4 + length)];
            at += 4 + length;
        }
    }

    public static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}

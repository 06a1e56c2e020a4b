using System.Buffers;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Bytes as they arrive: in one piece, or in pieces whose size depends on the bytes, so that it is the same each time.</summary>
internal static class Segments
{
    private const int Largest = 200;

    public static ReadOnlySequence<byte> Of(byte[] bytes)
    {
        var size = 1 + ((bytes.Length * 31) % Largest);
        if (bytes.Length % 3 == 0 || bytes.Length <= size)
        {
            return new ReadOnlySequence<byte>(bytes);
        }

        var first = new Segment(bytes.AsMemory(0, size), 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
        {
            last = last.Append(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long start)
        {
            Memory = memory;
            RunningIndex = start;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}

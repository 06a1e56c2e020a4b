using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Algorithms;

/// <summary>Where a packet lies in a buffer; its tag is directly behind it.</summary>
/// <param name="Start">In bytes, from the buffer's beginning.</param>
/// <param name="Length">From the length field to the padding, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PacketPlace(int Start, int Length)
{
    /// <summary>Where the tag begins.</summary>
    public int End => Start + Length;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> buffer) => buffer.Slice(Start, Length);

    public Span<byte> Of(Span<byte> buffer) => buffer.Slice(Start, Length);
}

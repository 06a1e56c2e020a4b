using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// A lane's message behind the key's block: the number with the packet's first bytes, the packet as it lies there, its last bytes with the end.
/// Only on the stack: it points into itself.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HmacMessage
{
    private const int NumberLength = 4;

    /// <summary>What ends a message: a bit, and behind zeros its length in bits.</summary>
    private const int EndLength = 1 + sizeof(ulong);

    private const int TailLength = 2 * Sha256Lanes.BlockLength;

    private fixed byte _head[Sha256Lanes.BlockLength];
    private fixed byte _tail[TailLength];
    private fixed byte _digest[HmacSha256Lanes.TagLength];
    private byte* _body;
    private int _bodyBlocks;
    private int _tailBlocks;

    /// <summary>What comes next.</summary>
    public byte* Next { get; private set; }

    /// <summary>So many blocks of it lie together; 0 when all was taken.</summary>
    public int Blocks { get; private set; }

    public void Begin(uint number, byte* packet, int length)
    {
        int total = NumberLength + length;
        int whole = total / Sha256Lanes.BlockLength;
        int inHead = Math.Min(length, Sha256Lanes.BlockLength - NumberLength);
        Span<byte> head = MemoryMarshal.CreateSpan(ref _head[0], Sha256Lanes.BlockLength);
        BinaryPrimitives.WriteUInt32BigEndian(head, number);
        new ReadOnlySpan<byte>(packet, inHead).CopyTo(head[NumberLength..]);
        int rest = total % Sha256Lanes.BlockLength;
        WriteTail(whole == 0 ? head[..rest] : new ReadOnlySpan<byte>(packet + length - rest, rest), total);
        _body = packet + Sha256Lanes.BlockLength - NumberLength;
        _bodyBlocks = Math.Max(0, whole - 1);
        if (whole == 0)
        {
            GoOn();
            return;
        }

        Next = Address(ref _head[0]);
        Blocks = 1;
    }

    /// <summary>The message is the digest of the one before.</summary>
    public void BeginOuter()
    {
        WriteTail(MemoryMarshal.CreateReadOnlySpan(ref _digest[0], HmacSha256Lanes.TagLength), HmacSha256Lanes.TagLength);
        GoOn();
    }

    /// <param name="blocks">Were taken.</param>
    /// <param name="lane">The first word of this lane's state.</param>
    public void Advance(int blocks, uint* lane)
    {
        if (Blocks == 0)
        {
            return;
        }

        Next += blocks * Sha256Lanes.BlockLength;
        Blocks -= blocks;
        if (Blocks > 0 || GoOn())
        {
            return;
        }

        for (int i = 0; i < Sha256Lanes.StateWords; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(MemoryMarshal.CreateSpan(ref _digest[i * sizeof(uint)], sizeof(uint)), lane[i * Sha256Lanes.Count]);
        }
    }

    public void CopyDigest(Span<byte> target) => MemoryMarshal.CreateReadOnlySpan(ref _digest[0], HmacSha256Lanes.TagLength).CopyTo(target);

    /// <returns>False when there is no more.</returns>
    private bool GoOn()
    {
        if (_bodyBlocks > 0)
        {
            Next = _body;
            (Blocks, _bodyBlocks) = (_bodyBlocks, 0);
        }
        else if (_tailBlocks > 0)
        {
            Next = Address(ref _tail[0]);
            (Blocks, _tailBlocks) = (_tailBlocks, 0);
        }

        return Blocks > 0;
    }

    private void WriteTail(ReadOnlySpan<byte> rest, int total)
    {
        _tailBlocks = rest.Length + EndLength <= Sha256Lanes.BlockLength ? 1 : 2;
        Span<byte> tail = MemoryMarshal.CreateSpan(ref _tail[0], _tailBlocks * Sha256Lanes.BlockLength);
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(tail[^sizeof(ulong)..], 8 * ((ulong)Sha256Lanes.BlockLength + (ulong)total));
    }

    private static byte* Address(ref byte first) => (byte*)Unsafe.AsPointer(ref first);
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>HMAC-SHA-256 (RFC 2104) over the sequence numbers and bytes of up to 16 packets at once.</summary>
internal sealed unsafe class HmacSha256Lanes : IDisposable
{
    public const int TagLength = 32;

    /// <summary>So many equally long packets take as long at once as one by one.</summary>
    private const int Worthwhile = 7;

    private const int NumberLength = 4;
    private const byte Inner = 0x36;
    private const byte Outer = 0x5C;

    /// <summary>What ends a message: a bit, and behind zeros its length in bits.</summary>
    private const int EndLength = 1 + sizeof(ulong);

    private readonly uint[] _inner = new uint[Sha256Lanes.StateWords];
    private readonly uint[] _outer = new uint[Sha256Lanes.StateWords];

    /// <param name="key">At most a block of the hash.</param>
    public HmacSha256Lanes(ReadOnlySpan<byte> key)
    {
        Derive(key, Inner, _inner);
        Derive(key, Outer, _outer);
    }

    /// <summary>Whether these packets are faster at once than one by one.</summary>
    public static bool IsWorthwhile(ReadOnlySpan<PacketPlace> packets)
    {
        long all = 0;
        long longest = 0;
        foreach (PacketPlace packet in packets)
        {
            all += packet.Length;
            longest = Math.Max(longest, packet.Length);
        }

        return all > Worthwhile * longest;
    }

    /// <param name="sequenceNumber">Of the first packet; the others' follow.</param>
    /// <param name="buffer">Where the packets lie.</param>
    /// <param name="packets">At most <see cref="Sha256Lanes.Count"/>.</param>
    /// <param name="tags">For <see cref="TagLength"/> bytes of each, one behind the other.</param>
    public void Compute(uint sequenceNumber, ReadOnlySpan<byte> buffer, ReadOnlySpan<PacketPlace> packets, Span<byte> tags)
    {
        Vector512<uint>* state = stackalloc Vector512<uint>[Sha256Lanes.StateWords];
        Message* messages = stackalloc Message[packets.Length];
        fixed (byte* start = buffer)
        {
            for (int i = 0; i < packets.Length; i++)
            {
                messages[i].Begin(sequenceNumber + (uint)i, start + packets[i].Start, packets[i].Length);
            }

            Spread(state, _inner);
            Run(state, messages, packets.Length);
        }

        for (int i = 0; i < packets.Length; i++)
        {
            messages[i].BeginOuter();
        }

        Spread(state, _outer);
        Run(state, messages, packets.Length);
        for (int i = 0; i < packets.Length; i++)
        {
            messages[i].CopyDigest(tags.Slice(i * TagLength, TagLength));
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_inner.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_outer.AsSpan()));
    }

    /// <summary>Takes all messages in, as many blocks at once as the shortest stretch has. A lane without a message does another's work again.</summary>
    private static void Run(Vector512<uint>* state, Message* messages, int count)
    {
        byte** lanes = stackalloc byte*[Sha256Lanes.Count];
        while (true)
        {
            int blocks = int.MaxValue;
            byte* any = null;
            for (int i = 0; i < count; i++)
            {
                if (messages[i].Blocks > 0)
                {
                    blocks = Math.Min(blocks, messages[i].Blocks);
                    any = messages[i].Next;
                }
            }

            if (any is null)
            {
                return;
            }

            for (int i = 0; i < Sha256Lanes.Count; i++)
            {
                lanes[i] = i < count && messages[i].Blocks > 0 ? messages[i].Next : any;
            }

            Sha256Lanes.Compress(state, lanes, blocks);
            for (int i = 0; i < count; i++)
            {
                messages[i].Advance(blocks, (uint*)state + i);
            }
        }
    }

    private static void Spread(Vector512<uint>* state, uint[] words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            state[i] = Vector512.Create(words[i]);
        }
    }

    /// <summary>The state behind the key's block.</summary>
    private static void Derive(ReadOnlySpan<byte> key, byte pad, uint[] words)
    {
        byte* block = stackalloc byte[Sha256Lanes.BlockLength];
        Span<byte> padded = new(block, Sha256Lanes.BlockLength);
        padded.Fill(pad);
        for (int i = 0; i < key.Length; i++)
        {
            padded[i] ^= key[i];
        }

        byte** lanes = stackalloc byte*[Sha256Lanes.Count];
        for (int i = 0; i < Sha256Lanes.Count; i++)
        {
            lanes[i] = block;
        }

        Vector512<uint>* state = stackalloc Vector512<uint>[Sha256Lanes.StateWords];
        Sha256Lanes.Start(state);
        Sha256Lanes.Compress(state, lanes, blocks: 1);
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = state[i].ToScalar();
        }

        CryptographicOperations.ZeroMemory(padded);
    }

    /// <summary>
    /// A lane's message behind the key's block: the number with the packet's first bytes, the packet as it lies there, its last bytes with the end.
    /// Only on the stack: it points into itself.
    /// </summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        private const int TailLength = 2 * Sha256Lanes.BlockLength;

        private fixed byte _head[Sha256Lanes.BlockLength];
        private fixed byte _tail[TailLength];
        private fixed byte _digest[TagLength];
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
            WriteTail(MemoryMarshal.CreateReadOnlySpan(ref _digest[0], TagLength), TagLength);
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

        public void CopyDigest(Span<byte> target) => MemoryMarshal.CreateReadOnlySpan(ref _digest[0], TagLength).CopyTo(target);

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
}

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

    private const byte Inner = 0x36;
    private const byte Outer = 0x5C;

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
        HmacMessage* messages = stackalloc HmacMessage[packets.Length];
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
    private static void Run(Vector512<uint>* state, HmacMessage* messages, int count)
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
}

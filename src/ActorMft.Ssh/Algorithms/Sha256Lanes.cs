using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// The compression function of SHA-256 (FIPS 180-4, section 6.2.2) for 16 messages at once, each in a lane of AVX-512's registers. One message needs
/// the result of each step for the next, so a processor's own SHA instructions wait most of the time; 16 fill it, and take 0.4 of their time. As all of
/// SHA-256 it neither branches nor looks up by content.
/// </summary>
internal static unsafe class Sha256Lanes
{
    /// <summary>Messages at once.</summary>
    public const int Count = 16;

    /// <summary>Words of a state; each is a vector with a word of every lane.</summary>
    public const int StateWords = 8;

    /// <summary>In bytes.</summary>
    public const int BlockLength = 64;

    private const byte Parity = 0x96;
    private const byte Choice = 0xCA;
    private const byte Majority = 0xE8;

    private const byte LowHalves = 0x44;
    private const byte HighHalves = 0xEE;
    private const byte EvenQuarters = 0x88;
    private const byte OddQuarters = 0xDD;

    private static readonly Vector512<byte> _bigEndian = Create(Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));

    /// <summary>Whether the processor can.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    private static ReadOnlySpan<uint> Initial => [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The state before the first block, in each lane.</summary>
    public static void Start(Vector512<uint>* state)
    {
        for (int i = 0; i < StateWords; i++)
        {
            state[i] = Vector512.Create(Initial[i]);
        }
    }

    /// <summary>Takes blocks of every lane into the state.</summary>
    /// <param name="state">Of <see cref="StateWords"/>.</param>
    /// <param name="lanes">Where each lane's blocks lie; moved behind them. Lanes may have the same.</param>
    /// <param name="blocks">Of each lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(Vector512<uint>* state, byte** lanes, int blocks)
    {
        Vector512<uint>* w = stackalloc Vector512<uint>[16];
        Vector512<uint> a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        fixed (uint* k = Constants)
        {
            for (; blocks > 0; blocks--)
            {
                Load(w, lanes);
                Vector512<uint> a0 = a, b0 = b, c0 = c, d0 = d, e0 = e, f0 = f, g0 = g, h0 = h;
                for (int t = 0; t < 64; t += 16)
                {
                    if (t > 0)
                    {
                        Expand(w);
                    }

                    for (int i = 0; i < 16; i += 8)
                    {
                        Step(a, b, c, ref d, e, f, g, ref h, w[i] + Vector512.Create(k[t + i]));
                        Step(h, a, b, ref c, d, e, f, ref g, w[i + 1] + Vector512.Create(k[t + i + 1]));
                        Step(g, h, a, ref b, c, d, e, ref f, w[i + 2] + Vector512.Create(k[t + i + 2]));
                        Step(f, g, h, ref a, b, c, d, ref e, w[i + 3] + Vector512.Create(k[t + i + 3]));
                        Step(e, f, g, ref h, a, b, c, ref d, w[i + 4] + Vector512.Create(k[t + i + 4]));
                        Step(d, e, f, ref g, h, a, b, ref c, w[i + 5] + Vector512.Create(k[t + i + 5]));
                        Step(c, d, e, ref f, g, h, a, ref b, w[i + 6] + Vector512.Create(k[t + i + 6]));
                        Step(b, c, d, ref e, f, g, h, ref a, w[i + 7] + Vector512.Create(k[t + i + 7]));
                    }
                }

                a += a0;
                b += b0;
                c += c0;
                d += d0;
                e += e0;
                f += f0;
                g += g0;
                h += h0;
            }
        }

        state[0] = a;
        state[1] = b;
        state[2] = c;
        state[3] = d;
        state[4] = e;
        state[5] = f;
        state[6] = g;
        state[7] = h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, ref Vector512<uint> d, Vector512<uint> e, Vector512<uint> f, Vector512<uint> g, ref Vector512<uint> h, Vector512<uint> constantAndWord)
    {
        Vector512<uint> t1 = h + constantAndWord + Sum(e, 6, 11, 25) + Avx512F.TernaryLogic(e, f, g, Choice);
        d += t1;
        h = t1 + Sum(a, 2, 13, 22) + Avx512F.TernaryLogic(a, b, c, Majority);
    }

    /// <summary>The next 16 words of the message schedule, in the place of the last 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(Vector512<uint>* w)
    {
        for (int i = 0; i < 16; i++)
        {
            Vector512<uint> early = w[(i + 1) & 15], late = w[(i + 14) & 15];
            w[i] += w[(i + 9) & 15] + SumAndShift(early, 7, 18, 3) + SumAndShift(late, 17, 19, 10);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Sum(Vector512<uint> x, [ConstantExpected] byte first, [ConstantExpected] byte second, [ConstantExpected] byte third) =>
        Avx512F.TernaryLogic(Avx512F.RotateRight(x, first), Avx512F.RotateRight(x, second), Avx512F.RotateRight(x, third), Parity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> SumAndShift(Vector512<uint> x, [ConstantExpected] byte first, [ConstantExpected] byte second, [ConstantExpected] byte shift) =>
        Avx512F.TernaryLogic(Avx512F.RotateRight(x, first), Avx512F.RotateRight(x, second), Vector512.ShiftRightLogical(x, shift), Parity);

    /// <summary>The 16 words of a block of each lane, by word: a matrix of 16 by 16, turned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(Vector512<uint>* w, byte** lanes)
    {
        // Of four lanes each: quarter q of rows[i + j] is word 4q + j of all four.
        Vector512<uint>* rows = stackalloc Vector512<uint>[16];
        for (int i = 0; i < Count; i += 4)
        {
            Vector512<uint> x0 = Take(lanes + i), x1 = Take(lanes + i + 1), x2 = Take(lanes + i + 2), x3 = Take(lanes + i + 3);
            Vector512<ulong> low01 = Avx512F.UnpackLow(x0, x1).AsUInt64(), high01 = Avx512F.UnpackHigh(x0, x1).AsUInt64();
            Vector512<ulong> low23 = Avx512F.UnpackLow(x2, x3).AsUInt64(), high23 = Avx512F.UnpackHigh(x2, x3).AsUInt64();
            rows[i] = Avx512F.UnpackLow(low01, low23).AsUInt32();
            rows[i + 1] = Avx512F.UnpackHigh(low01, low23).AsUInt32();
            rows[i + 2] = Avx512F.UnpackLow(high01, high23).AsUInt32();
            rows[i + 3] = Avx512F.UnpackHigh(high01, high23).AsUInt32();
        }

        for (int j = 0; j < 4; j++)
        {
            Vector512<uint> r0 = rows[j], r1 = rows[4 + j], r2 = rows[8 + j], r3 = rows[12 + j];
            Vector512<uint> low01 = Avx512F.Shuffle4x128(r0, r1, LowHalves), high01 = Avx512F.Shuffle4x128(r0, r1, HighHalves);
            Vector512<uint> low23 = Avx512F.Shuffle4x128(r2, r3, LowHalves), high23 = Avx512F.Shuffle4x128(r2, r3, HighHalves);
            w[j] = FromBigEndian(Avx512F.Shuffle4x128(low01, low23, EvenQuarters));
            w[4 + j] = FromBigEndian(Avx512F.Shuffle4x128(low01, low23, OddQuarters));
            w[8 + j] = FromBigEndian(Avx512F.Shuffle4x128(high01, high23, EvenQuarters));
            w[12 + j] = FromBigEndian(Avx512F.Shuffle4x128(high01, high23, OddQuarters));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Take(byte** lane)
    {
        Vector512<uint> block = Vector512.Load((uint*)*lane);
        *lane += BlockLength;
        return block;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> FromBigEndian(Vector512<uint> words) => Avx512BW.Shuffle(words.AsByte(), _bigEndian).AsUInt32();

    private static Vector512<byte> Create(Vector128<byte> quarter) => Vector512.Create(Vector256.Create(quarter, quarter), Vector256.Create(quarter, quarter));
}

using System.Buffers.Binary;
using ActorMft.Testing;

namespace ActorMft.Fuzz.Tests;

/// <summary>Changes inputs as broken and hostile peers do: bits, lengths, pieces left out, repeated, or taken from elsewhere.</summary>
internal sealed class Mutator(Dice dice)
{
    private const int MaxLength = 300_000;

    private static readonly uint[] Numbers =
        [0, 1, 2, 4, 5, 0x7F, 0x80, 0xFF, 0x100, 255 * 1024, 256 * 1024, 35_000, 35_001, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFFB];

    public byte[] Mutate(byte[] seed, IReadOnlyList<byte[]> others)
    {
        var bytes = new List<byte>(seed);
        for (var changes = 1 + dice.Below(dice.Below(8) == 0 ? 20 : 4); changes > 0; changes--)
        {
            Change(bytes, others);
        }

        if (bytes.Count > MaxLength)
        {
            bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> others)
    {
        switch (dice.Below(12))
        {
            case 0 or 1 when bytes.Count > 0:
                bytes[dice.Below(bytes.Count)] ^= (byte)(1 << dice.Below(8));
                break;
            case 2 or 3 when bytes.Count > 0:
                bytes[dice.Below(bytes.Count)] = (byte)dice.Below(256);
                break;
            case 4 or 5 or 6 when bytes.Count >= 4:
                Overwrite(bytes, dice.Below(bytes.Count - 3));
                break;
            case 7 when bytes.Count > 0:
                var (start, length) = Piece(bytes.Count);
                bytes.RemoveRange(start, length);
                break;
            case 8 when bytes.Count > 0:
                var (from, count) = Piece(bytes.Count);
                bytes.InsertRange(dice.Below(bytes.Count + 1), bytes.GetRange(from, count));
                break;
            case 9:
                var other = others[dice.Below(others.Count)];
                var (at, taken) = Piece(other.Length);
                bytes.InsertRange(dice.Below(bytes.Count + 1), other[at..(at + taken)]);
                break;
            case 10 when bytes.Count > 0:
                var cut = dice.Below(bytes.Count);
                bytes.RemoveRange(cut, bytes.Count - cut);
                break;
            default:
                bytes.InsertRange(dice.Below(bytes.Count + 1), Enumerable.Range(0, 1 + dice.Below(dice.Below(10) == 0 ? 5000 : 8)).Select(_ => (byte)dice.Below(256)));
                break;
        }
    }

    // A number that counts something, one more or less than it was, or one that breaks arithmetic.
    private void Overwrite(List<byte> bytes, int at)
    {
        Span<byte> four = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        var value = dice.Below(3) switch
        {
            0 => BinaryPrimitives.ReadUInt32BigEndian(four) + 1,
            1 => BinaryPrimitives.ReadUInt32BigEndian(four) - 1,
            _ => Numbers[dice.Below(Numbers.Length)],
        };
        BinaryPrimitives.WriteUInt32BigEndian(four, value);
        for (var i = 0; i < four.Length; i++)
        {
            bytes[at + i] = four[i];
        }
    }

    private (int Start, int Length) Piece(int length)
    {
        if (length == 0)
        {
            return (0, 0);
        }

        var start = dice.Below(length);
        return (start, 1 + dice.Below(Math.Min(length - start, dice.Below(4) == 0 ? 4096 : 16)));
    }
}

using System.Numerics;

namespace ActorMft.Ssh.Keys.Bcrypt;

/// <summary>
/// The Blowfish cipher as far as bcrypt needs it. It is here because OpenSSH's key files ask for it; nothing else uses it.
/// </summary>
internal sealed class Blowfish
{
    private const int Rounds = 16;
    private const int SubkeyCount = Rounds + 2;
    private const int BoxLength = 256;
    private const int WordCount = SubkeyCount + (4 * BoxLength);

    /// <summary>The subkeys and then the four boxes start as the fraction of pi.</summary>
    private static readonly uint[] s_initial = FractionOfPi(WordCount);

    private readonly uint[] _words = [.. s_initial];

    /// <summary>Mixes a key and a salt into the state; without a salt, the key only.</summary>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        int position = 0;
        for (int i = 0; i < SubkeyCount; i++)
        {
            _words[i] ^= NextWord(key, ref position);
        }

        uint left = 0;
        uint right = 0;
        position = 0;
        for (int i = 0; i < WordCount; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= NextWord(salt, ref position);
                right ^= NextWord(salt, ref position);
            }

            Encrypt(ref left, ref right);
            _words[i] = left;
            _words[i + 1] = right;
        }
    }

    /// <summary>Encrypts one block of two words.</summary>
    public void Encrypt(ref uint left, ref uint right)
    {
        ReadOnlySpan<uint> words = _words;
        ReadOnlySpan<uint> first = words.Slice(SubkeyCount, BoxLength);
        ReadOnlySpan<uint> second = words.Slice(SubkeyCount + BoxLength, BoxLength);
        ReadOnlySpan<uint> third = words.Slice(SubkeyCount + (2 * BoxLength), BoxLength);
        ReadOnlySpan<uint> fourth = words.Slice(SubkeyCount + (3 * BoxLength), BoxLength);
        uint l = left;
        uint r = right;
        for (int i = 0; i < Rounds; i++)
        {
            l ^= words[i];
            r ^= ((first[(byte)(l >> 24)] + second[(byte)(l >> 16)]) ^ third[(byte)(l >> 8)]) + fourth[(byte)l];
            (l, r) = (r, l);
        }

        left = r ^ words[Rounds + 1];
        right = l ^ words[Rounds];
    }

    /// <summary>The next four bytes, big-endian, starting over at the end.</summary>
    public static uint NextWord(ReadOnlySpan<byte> data, ref int position)
    {
        uint word = 0;
        for (int i = 0; i < 4; i++)
        {
            word = (word << 8) | data[position];
            position = (position + 1) % data.Length;
        }

        return word;
    }

    /// <summary>Machin's formula in fixed point: pi = 16 arctan(1/5) - 4 arctan(1/239).</summary>
    private static uint[] FractionOfPi(int count)
    {
        const int GuardBits = 64;
        int bits = (count * 32) + GuardBits;
        BigInteger pi = (16 * ArcTangentOfInverse(5, bits)) - (4 * ArcTangentOfInverse(239, bits));
        BigInteger fraction = (pi - (new BigInteger(3) << bits)) >> GuardBits;
        byte[] bytes = new byte[count * 4];
        int length = fraction.GetByteCount(isUnsigned: true);
        fraction.TryWriteBytes(bytes.AsSpan(bytes.Length - length), out _, isUnsigned: true, isBigEndian: true);
        uint[] words = new uint[count];
        int position = 0;
        for (int i = 0; i < count; i++)
        {
            words[i] = NextWord(bytes, ref position);
        }

        return words;
    }

    private static BigInteger ArcTangentOfInverse(int x, int bits)
    {
        BigInteger power = (BigInteger.One << bits) / x;
        BigInteger sum = power;
        for (int n = 3; !power.IsZero; n += 2)
        {
            power /= -(x * x);
            sum += power / n;
        }

        return sum;
    }
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Domain.Decisions;

/// <summary>
/// ULIDs that derive from what they name: the time in front makes them sort by age, and the rest is a hash instead of
/// randomness, so the same decision always gives the same id.
/// </summary>
public static class DerivedId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int TimeLength = 10;
    private const int HashLength = 16;

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>The number of characters of a ULID.</summary>
    public const int Length = TimeLength + HashLength;

    /// <summary>A ULID of a time and a seed.</summary>
    /// <param name="time">Kept to the millisecond.</param>
    /// <param name="seed">What makes the id unique, for example an arrival and a target's index.</param>
    public static string Create(DateTimeOffset time, string seed)
    {
        var milliseconds = Math.Max(0, time.ToUnixTimeMilliseconds());
        Span<char> id = stackalloc char[Length];
        for (var i = TimeLength - 1; i >= 0; i--)
        {
            id[i] = Alphabet[(int)(milliseconds & 31)];
            milliseconds >>= 5;
        }

        AppendHash(id[TimeLength..], seed);
        return new string(id);
    }

    /// <summary>A ULID of the same time as another id, so that what follows from something sorts with it.</summary>
    /// <param name="parent">A ULID; of any other text only the first ten characters count.</param>
    public static string CreateFrom(string parent, string seed)
    {
        if (!IsUlid(parent))
        {
            return Create(DateTimeOffset.UnixEpoch, seed);
        }

        Span<char> id = stackalloc char[Length];
        parent.AsSpan(0, TimeLength).CopyTo(id);
        AppendHash(id[TimeLength..], seed);
        return new string(id);
    }

    /// <summary>Whether a text has a ULID's form.</summary>
    public static bool IsUlid(ReadOnlySpan<char> text) => text.Length == Length && text.IndexOfAnyExcept(Characters) < 0;

    /// <summary>A number in [0, 1) that derives from a seed; jitter without randomness.</summary>
    public static double Fraction(string seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(seed), hash);
        return (BitConverter.ToUInt64(hash) >> 11) * (1.0 / (1UL << 53));
    }

    private static void AppendHash(Span<char> target, string seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(seed), hash);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = Alphabet[hash[i] & 31];
        }
    }
}

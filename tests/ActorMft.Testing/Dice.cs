namespace ActorMft.Testing;

/// <summary>SplitMix64: the same seed gives the same throws on every machine.</summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to limit - 1.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>One of them.</summary>
    public T Of<T>(IReadOnlyList<T> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return choices[Below(choices.Count)];
    }

    public bool Chance(double probability) => Part() < probability;

    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + ((to - from) * Part());

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        return new Guid(bytes);
    }

    /// <summary>A new order of them.</summary>
    public IReadOnlyList<T> Shuffle<T>(IEnumerable<T> all)
    {
        List<T> rest = [.. all];
        List<T> shuffled = [];
        while (rest.Count > 0)
        {
            var next = Below(rest.Count);
            shuffled.Add(rest[next]);
            rest.RemoveAt(next);
        }

        return shuffled;
    }

    /// <summary>0 to below 1.</summary>
    private double Part() => (Next() >> 11) * (1.0 / (1UL << 53));
}

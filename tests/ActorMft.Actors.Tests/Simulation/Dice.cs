namespace ActorMft.Actors.Tests.Simulation;

/// <summary>SplitMix64: the same seed gives the same throws on every runtime.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to limit - 1.</summary>
    internal int Below(int limit) => (int)(Next() % (ulong)limit);

    internal bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    internal TimeSpan Between(TimeSpan from, TimeSpan to) => from + ((to - from) * ((Next() >> 11) * (1.0 / (1UL << 53))));

    internal Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        return new Guid(bytes);
    }
}

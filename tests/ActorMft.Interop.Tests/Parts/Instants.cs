namespace ActorMft.Interop.Tests.Parts;

/// <summary>A seeded row of pauses between 50 ms and 1.5 s (a linear congruential generator: the same on every machine).</summary>
public sealed class Instants(uint seed)
{
    private uint _state = seed;

    public TimeSpan Next()
    {
        _state = (_state * 1664525) + 1013904223;
        return TimeSpan.FromMilliseconds(50 + ((_state >> 16) % 1450));
    }
}

namespace ActorMft.Node.Tests.Remotes.Cluster;

/// <summary>Repeatable randomness from a seed (xorshift).</summary>
internal sealed class Chance(ulong seed)
{
    private readonly Lock _gate = new();
    private ulong _state = (seed * 0x9E3779B97F4A7C15) | 1;

    /// <summary>From 0 to below the limit.</summary>
    public int Below(int limit)
    {
        lock (_gate)
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (int)(_state % (ulong)limit);
        }
    }

    public bool Of(int percent) => Below(100) < percent;
}

namespace ActorMft.Domain.Pools;

/// <summary>What a node may keep of a pool while others want some of it.</summary>
/// <param name="Allowed">Connections; what is above is closed as soon as nobody uses it.</param>
/// <param name="TakeTurns">There are fewer slots than nodes that want one: none is kept for long.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct PoolShare(int Allowed, bool TakeTurns)
{
    /// <summary>As many as there are.</summary>
    public static PoolShare Unbounded { get; } = new(int.MaxValue, TakeTurns: false);

    /// <summary>A node's share by the pool's row.</summary>
    public static PoolShare Of(PoolRow row, Guid incarnation)
    {
        ArgumentNullException.ThrowIfNull(row);
        var granted = (row.Granting ?? []).CountBy(slot => slot.Incarnation).ToDictionary();
        var wishing = row.Wishing ?? [];
        var nodes = granted.Keys.Union(wishing).Order().ToList();
        if (row.Granted > row.Cap)
        {
            // The cap was lowered. Shares that add up to it exactly, or the nodes would stop short of it.
            return new PoolShare((row.Cap / nodes.Count) + (nodes.IndexOf(incarnation) < row.Cap % nodes.Count ? 1 : 0), TakeTurns: false);
        }

        if (wishing.All(wish => wish == incarnation))
        {
            return Unbounded;
        }

        // Rounded up: two nodes with shares of 12.5 would hand the odd one to and fro.
        var share = (row.Cap + nodes.Count - 1) / nodes.Count;
        var others = wishing.Count(wish => wish != incarnation);
        return new PoolShare(
            Math.Max(share, granted.GetValueOrDefault(incarnation) - others),
            TakeTurns: row.Cap < nodes.Count && wishing.Any(wish => !granted.ContainsKey(wish)));
    }
}

using System.Globalization;

namespace ActorMft.Domain.Pools;

/// <summary>How a pool's use is told to people.</summary>
public static class PoolWords
{
    /// <summary>For example <c>all 25 in use, by node-1 (10), node-2 (15)</c>.</summary>
    /// <param name="cap">Null while the remote server is not known.</param>
    public static string InUse(int? cap, IReadOnlyList<PoolHolder> holders)
    {
        if (cap is null)
        {
            return "the remote server is not known yet";
        }

        var granted = holders.Sum(holder => holder.Count);
        var by = granted == 0 ? "" : ", by " + string.Join(", ", holders.Select(holder => string.Create(CultureInfo.InvariantCulture, $"{holder.Node} ({holder.Count})")));
        return granted == cap
            ? string.Create(CultureInfo.InvariantCulture, $"all {cap} in use{by}")
            : string.Create(CultureInfo.InvariantCulture, $"{granted} of {cap} in use{by}");
    }
}

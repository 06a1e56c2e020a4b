namespace ActorMft.Bench;

/// <summary>The engine and a cluster on a PostgreSQL of its own.</summary>
internal static class ClusterBenches
{
    private static readonly Dictionary<string, Func<Task>> _parts = new(StringComparer.Ordinal)
    {
        ["commands"] = CommandsBench.RunAsync,
        ["files"] = FilesBench.RunAsync,
        ["failover"] = FailoverBench.RunAsync,
        ["idle"] = IdleBench.RunAsync,
    };

    internal static async Task<int> RunAsync(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !_parts.ContainsKey(name)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is not one of {string.Join(", ", _parts.Keys)}");
        }

        Console.WriteLine("| figure | value |\n|---|---|");
        foreach (string name in names.Count > 0 ? names : [.. _parts.Keys])
        {
            await _parts[name]();
        }

        return 0;
    }
}

using ActorMft.Bench;

Dictionary<string, Func<Task>> parts = new(StringComparer.Ordinal)
{
    ["commands"] = CommandsBench.RunAsync,
    ["files"] = FilesBench.RunAsync,
    ["failover"] = FailoverBench.RunAsync,
    ["idle"] = IdleBench.RunAsync,
};
if (args.FirstOrDefault(name => !parts.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"bench: '{unknown}' is not one of {string.Join(", ", parts.Keys)}");
    return 2;
}

Console.WriteLine("| figure | value |\n|---|---|");
foreach (string name in args.Length > 0 ? args : [.. parts.Keys])
{
    await parts[name]();
}

return 0;

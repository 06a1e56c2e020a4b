using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Resources;

/// <summary>A kind of declared resource: its name in YAML, its place in the interface, and what a table shows of it.</summary>
/// <param name="Name">As in <c>kind:</c>.</param>
/// <param name="Segment">Below the organization; null for organizations themselves.</param>
/// <param name="Words">What people type for it.</param>
internal sealed record ResourceKind(string Name, string? Segment, IReadOnlyList<string> Words)
{
    public static ResourceKind Organization { get; } = new("Organization", null, ["organization", "organizations", "org", "orgs"]);

    public static ResourceKind Endpoint { get; } = new("Endpoint", "endpoints", ["endpoint", "endpoints"]);

    public static ResourceKind User { get; } = new("User", "users", ["user", "users"]);

    public static ResourceKind RemoteServer { get; } = new("RemoteServer", "remotes", ["remoteserver", "remoteservers", "remote", "remotes"]);

    public static ResourceKind Flow { get; } = new("Flow", "flows", ["flow", "flows"]);

    public static ResourceKind Sync { get; } = new("Sync", "syncs", ["sync", "syncs"]);

    public static ResourceKind Mount { get; } = new("Mount", "mounts", ["mount", "mounts"]);

    public static IReadOnlyList<ResourceKind> All { get; } = [Organization, Endpoint, User, RemoteServer, Flow, Sync, Mount];

    /// <exception cref="CliException">There is no such kind.</exception>
    public static ResourceKind Parse(string word) => All.FirstOrDefault(kind => kind.Words.Contains(word, StringComparer.OrdinalIgnoreCase))
        ?? throw CliException.Usage($"There is no kind '{word}'; kinds are {string.Join(", ", All.Select(kind => kind.Name))}.");
}

using ActorMft.Domain.Resources;

namespace ActorMft.Node.Management;

/// <summary>How the kinds of resources are called in paths below an organization.</summary>
internal static class ResourceSegments
{
    public static IReadOnlyList<(string Segment, ResourceKind Kind)> All { get; } =
    [
        ("endpoints", ResourceKind.Endpoint),
        ("users", ResourceKind.User),
        ("remotes", ResourceKind.RemoteServer),
        ("flows", ResourceKind.Flow),
        ("syncs", ResourceKind.Sync),
        ("mounts", ResourceKind.Mount),
    ];
}

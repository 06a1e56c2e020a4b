namespace ActorMft.Domain.Resources;

/// <summary>The kinds of resources, in the order in which they build on each other.</summary>
public enum ResourceKind
{
    Organization,
    RemoteServer,
    Endpoint,
    Flow,
    User,
    Sync,
    Mount,
}

using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.FileChanges;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Sessions;
using ActorMft.Domain.Syncs;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain;

/// <summary>All kinds of actors.</summary>
public static class DomainActors
{
    public static IReadOnlyList<ActorBehavior> All { get; } =
    [
        new CatalogBehavior(),
        new FlowBehavior(),
        new TransferBehavior(),
        new PoolBehavior(),
        new SessionBehavior(),
        new EndpointBehavior(),
        new SyncBehavior(),
        new PullBehavior(),
        new FileChangeBehavior(),
    ];
}

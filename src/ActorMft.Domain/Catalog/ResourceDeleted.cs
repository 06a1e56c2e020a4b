using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

public sealed record ResourceDeleted(
    DateTimeOffset At, ResourceKind Kind, string Organization, string Name, long Revision, string Actor, string From) : CatalogEvent(At);

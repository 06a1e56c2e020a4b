using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>What became of one resource.</summary>
public sealed record ResourceOutcome(ResourceKind Kind, string? Organization, string Name, Outcome Outcome);

using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Declares resources, all or none. Answered by <see cref="DeclareReply"/>.</summary>
/// <param name="Resources">With secrets hashed (users) or sealed (remotes).</param>
/// <param name="Prune">Also deletes what the named organizations have and this list doesn't.</param>
/// <param name="DryRun">Only says what would happen.</param>
/// <param name="Actor">Who declares.</param>
/// <param name="From">From which address.</param>
public sealed record DeclareResources(
    IReadOnlyList<ResourceSpec> Resources, bool Prune, bool DryRun, string Actor, string From);

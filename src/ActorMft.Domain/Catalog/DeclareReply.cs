using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>What became of a declaration. With any problem nothing was changed.</summary>
/// <param name="Outcomes">One per declared resource, in order, then the deleted ones.</param>
/// <param name="Problems">All of them at once.</param>
/// <param name="Revision">The catalog's revision that has the change.</param>
public sealed record DeclareReply(IReadOnlyList<ResourceOutcome> Outcomes, IReadOnlyList<Problem> Problems, long Revision);

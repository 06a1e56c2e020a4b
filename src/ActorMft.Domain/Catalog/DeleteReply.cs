using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Whether the resource was there, and why it was not deleted if it wasn't.</summary>
public sealed record DeleteReply(bool Found, IReadOnlyList<Problem> Problems, long Revision);

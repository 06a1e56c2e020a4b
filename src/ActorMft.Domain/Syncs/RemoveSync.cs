namespace ActorMft.Domain.Syncs;

/// <summary>From the catalog: the sync isn't declared any more.</summary>
public sealed record RemoveSync(long Revision);

namespace ActorMft.Domain.Syncs;

/// <summary>A name that could not be made alike.</summary>
/// <param name="Path">Below both sides' directories.</param>
/// <param name="Reason">A sentence.</param>
public sealed record SyncFailure(string Path, string Reason);

namespace ActorMft.Actors.Storage;

/// <summary>The name of a work within the cluster.</summary>
public readonly record struct WorkKey(EntityId Owner, string WorkId);

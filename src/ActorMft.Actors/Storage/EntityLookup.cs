namespace ActorMft.Actors.Storage;

/// <summary>An entity to load.</summary>
/// <param name="StateVersion">A snapshot of another version is not returned.</param>
public readonly record struct EntityLookup(EntityId Entity, int StateVersion);

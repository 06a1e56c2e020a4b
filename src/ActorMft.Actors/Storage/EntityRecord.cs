namespace ActorMft.Actors.Storage;

/// <summary>What is stored of an entity.</summary>
/// <param name="Snapshot">The newest of the wanted version, or null.</param>
/// <param name="Events">What came after it, oldest first.</param>
public sealed record EntityRecord(EntityId Entity, SnapshotRow? Snapshot, IReadOnlyList<EventRow> Events);

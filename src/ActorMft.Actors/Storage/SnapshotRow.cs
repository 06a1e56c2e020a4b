namespace ActorMft.Actors.Storage;

/// <summary>An entity's state after the event <paramref name="Sequence"/>.</summary>
/// <param name="StateVersion"><see cref="EntityKind.StateVersion"/> at the time of writing.</param>
public sealed record SnapshotRow(EntityId Entity, long Sequence, int StateVersion, EncodedMessage State);

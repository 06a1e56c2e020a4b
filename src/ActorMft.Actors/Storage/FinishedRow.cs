namespace ActorMft.Actors.Storage;

/// <summary>An entity that has come to its end, by the store's clock at the commit, and its row of a view.</summary>
public sealed record FinishedRow(EntityId Entity, string? View, string? RowId);

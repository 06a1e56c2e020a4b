namespace ActorMft.Actors;

/// <summary>An entity that has come to its end: what is stored of it is removed after <see cref="ActorNodeOptions.KeepFinished"/>.</summary>
/// <param name="View">Removed with it: a row of this view; null when there is none.</param>
/// <param name="RowId">The row's id.</param>
public sealed record FinishedEntity(string? View, string? RowId);

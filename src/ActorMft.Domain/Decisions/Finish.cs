namespace ActorMft.Domain.Decisions;

/// <summary>
/// The actor has come to its end: its log and its row of a list are kept for the time that the settings say, counted anew from each
/// further event, and then removed.
/// </summary>
/// <param name="View">The list; one of <see cref="ViewNames"/>. Null: the actor has no row.</param>
/// <param name="RowId">Its row there.</param>
public sealed record Finish(string? View = null, string? RowId = null) : Effect;

namespace ActorMft.Domain.Decisions;

/// <summary>Takes a row out of a list. Unknown rows are ignored.</summary>
public sealed record RemoveRow(string View, string Id) : Effect;

namespace ActorMft.Actors;

/// <summary>Removes the row; without effect when there is none.</summary>
public sealed record RemoveRow(string View, string Id) : ViewChange(View, Id);

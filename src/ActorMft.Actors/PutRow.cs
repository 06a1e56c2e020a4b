namespace ActorMft.Actors;

/// <summary>Adds the row or replaces the one with its view and id.</summary>
public sealed record PutRow(ViewRow Row) : ViewChange(Row.View, Row.Id);

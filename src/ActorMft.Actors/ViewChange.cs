namespace ActorMft.Actors;

/// <summary>A change to a view: a list that people read.</summary>
public abstract record ViewChange(string View, string Id);

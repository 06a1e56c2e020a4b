namespace ActorMft.Actors.Storage;

/// <summary>The name of a row of a view.</summary>
public readonly record struct ViewKey(string View, string Id);

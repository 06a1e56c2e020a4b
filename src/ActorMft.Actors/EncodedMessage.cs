namespace ActorMft.Actors;

/// <summary>A message, event, state or payload as stored.</summary>
/// <param name="Type">The registered name.</param>
/// <param name="Version">The registered version at the time of writing.</param>
public readonly record struct EncodedMessage(string Type, int Version, string Json);

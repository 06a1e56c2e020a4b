namespace ActorMft.Domain.Decisions;

/// <summary>Sends a message to the deciding actor itself, not before a time. A timer of the same name is replaced.</summary>
public sealed record SetTimer(string Name, DateTimeOffset Due, object Message) : Effect;

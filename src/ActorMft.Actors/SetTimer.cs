namespace ActorMft.Actors;

/// <summary>The entity gets <paramref name="Message"/> once, not before <paramref name="Due"/>. Replaces a timer of the same name.</summary>
public sealed record SetTimer(string Name, DateTimeOffset Due, object Message) : TimerChange(Name);

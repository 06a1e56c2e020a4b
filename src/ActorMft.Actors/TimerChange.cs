namespace ActorMft.Actors;

/// <summary>A change to one of the entity's timers.</summary>
/// <param name="Name">Unique within the entity.</param>
public abstract record TimerChange(string Name);

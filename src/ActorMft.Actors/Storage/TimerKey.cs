namespace ActorMft.Actors.Storage;

/// <summary>The name of a timer within the cluster.</summary>
public readonly record struct TimerKey(EntityId Entity, string Name);

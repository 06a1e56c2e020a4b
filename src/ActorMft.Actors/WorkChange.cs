namespace ActorMft.Actors;

/// <summary>A change to one of the entity's works.</summary>
/// <param name="WorkId">Unique within the entity.</param>
public abstract record WorkChange(string WorkId);

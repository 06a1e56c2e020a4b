namespace ActorMft.Actors;

/// <summary>A message that failed in every attempt.</summary>
/// <param name="Error">What the last attempt failed with.</param>
public sealed record DeadLetter(
    string MessageId,
    EntityId Entity,
    string Type,
    string Json,
    int Attempts,
    string Error,
    DateTimeOffset At);

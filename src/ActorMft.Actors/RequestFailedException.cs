namespace ActorMft.Actors;

/// <summary>A request that will never be answered: its message failed in every attempt and is a dead letter now.</summary>
public sealed class RequestFailedException(string message) : Exception(message);

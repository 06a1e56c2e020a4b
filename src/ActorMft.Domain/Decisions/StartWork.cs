namespace ActorMft.Domain.Decisions;

/// <summary>
/// Starts work outside of the actors. It runs at least once and again after every restart or move of the actor,
/// until a decision ends it, so the worker must ask before it repeats what must not be repeated.
/// </summary>
/// <param name="WorkId">Unique over all actors.</param>
/// <param name="Payload">What to do; one of the vocabulary's work types.</param>
public sealed record StartWork(string WorkId, object Payload) : Effect;

namespace ActorMft.Domain.Flows;

/// <summary>Asks for the files under way, so that pins that nobody awaits can be dropped. Answered by <see cref="ArrivalsReply"/>.</summary>
public sealed record ReadArrivals;

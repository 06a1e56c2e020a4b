namespace ActorMft.Domain.Sessions;

/// <summary>From a person or the endpoint: end the session, wherever it is. Answered by <see cref="CloseReply"/>.</summary>
/// <param name="Reason">Why, as a sentence; the partner is told.</param>
public sealed record CloseSession(string Reason, string Actor, string From);

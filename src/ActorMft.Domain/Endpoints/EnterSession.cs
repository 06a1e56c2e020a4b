namespace ActorMft.Domain.Endpoints;

/// <summary>May a partner who has logged in come in? Answered by <see cref="EnterReply"/>.</summary>
public sealed record EnterSession(string SessionId, string User, string Node, Guid Incarnation);

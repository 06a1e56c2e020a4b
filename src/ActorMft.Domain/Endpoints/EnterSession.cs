namespace ActorMft.Domain.Endpoints;

/// <summary>May a partner who has logged in come in? Answered by <see cref="EnterReply"/>.</summary>
/// <param name="User">The login.</param>
/// <param name="RemoteAddress">The partner's address and port.</param>
/// <param name="Client">The partner's SSH software, as it names itself.</param>
public sealed record EnterSession(string SessionId, string User, string RemoteAddress, string Client, string Node, Guid Incarnation);

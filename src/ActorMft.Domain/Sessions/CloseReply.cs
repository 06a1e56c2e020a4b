namespace ActorMft.Domain.Sessions;

/// <summary>Whether there was such an open session.</summary>
public sealed record CloseReply(bool Found);

namespace ActorMft.Domain.Endpoints;

/// <summary>Whether a session may begin.</summary>
/// <param name="Reason">Why not, as a sentence that the partner is told.</param>
public sealed record EnterReply(bool Granted, string? Reason);

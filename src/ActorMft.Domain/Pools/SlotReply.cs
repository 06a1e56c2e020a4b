namespace ActorMft.Domain.Pools;

/// <summary>How a wish for a connection stands.</summary>
/// <param name="Position">In line: the place, from 1; otherwise 0.</param>
/// <param name="Reason">Refused: why, as a sentence.</param>
public sealed record SlotReply(SlotStatus Status, int Position, string? Reason);

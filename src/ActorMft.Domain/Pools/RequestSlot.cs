namespace ActorMft.Domain.Pools;

/// <summary>
/// Asks for one connection. Asking again with the same id asks how it stands, so a node in the line asks again when the
/// pool's row changes, or each second. Answered by <see cref="SlotReply"/>.
/// </summary>
/// <param name="RequestId">Unique to this wish; a granted slot is known by it until it is released.</param>
/// <param name="Deadline">After this time the wish is refused with a reason.</param>
public sealed record RequestSlot(string RequestId, string Node, Guid Incarnation, DateTimeOffset Deadline);

namespace ActorMft.Domain.Flows;

/// <summary>A complete file is at the source. Its acknowledgement to the partner waits for this message to be durable.</summary>
/// <param name="ArrivalId">A ULID, unique to this file and this flow; also the pin's name.</param>
/// <param name="Revision">The revision of the flow's catalog entry that the file was matched with.</param>
/// <param name="Path">Absolute in the source endpoint.</param>
/// <param name="User">The login that brought it; empty when a delivery did.</param>
/// <param name="SessionId">The session that brought it; empty when a delivery did.</param>
/// <param name="Trigger">The trigger file that made it arrive, if one did.</param>
/// <param name="MemoryId">Of a file that a look found: the row that says that this version is taken. Such a file is not pinned yet.</param>
public sealed record FileArrived(
    string ArrivalId,
    long Revision,
    string Path,
    FileIdentity File,
    bool Pinned,
    string User,
    string SessionId,
    TriggerFile? Trigger = null,
    string? MemoryId = null);

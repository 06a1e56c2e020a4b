using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>A message that an entity is to handle: of the inbox, of a due timer, or handed over without being stored.</summary>
internal readonly record struct Input(
    EntityId Entity,
    string MessageId,
    EncodedMessage Message,
    string? RequestId,
    int Attempts,
    long? InboxSequence,
    string? TimerName,
    DateTimeOffset? Due,
    HandedMessage? Handed = null)
{
    internal static Input From(InboxRow row) =>
        new(row.To, row.MessageId, row.Message, row.RequestId, row.Attempts, row.Sequence, null, null);

    internal static Input From(TimerRow row) =>
        new(row.Entity, row.MessageId, row.Message, null, row.Attempts, null, row.Name, row.Due);

    internal static Input From(HandedMessage message) =>
        new(message.Row.To, message.Row.MessageId, message.Row.Message, message.Row.RequestId, 0, null, null, null, message);
}

namespace ActorMft.Actors.Storage;

/// <summary>A timer.</summary>
/// <param name="MessageId">Made when the timer was set; the id of the message when it fires.</param>
/// <param name="Attempts">How often its message has failed.</param>
public sealed record TimerRow(
    EntityId Entity,
    string Name,
    DateTimeOffset Due,
    string MessageId,
    EncodedMessage Message,
    int Attempts);

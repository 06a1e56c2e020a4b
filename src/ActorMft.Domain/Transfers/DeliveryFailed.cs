namespace ActorMft.Domain.Transfers;

/// <param name="NextAttemptAt">Null when none is planned: parked, held, or cancelled next.</param>
public sealed record DeliveryFailed(
    DateTimeOffset At,
    int Attempt,
    string Node,
    string Reason,
    bool Transient,
    long BytesSent,
    bool StartOver,
    DateTimeOffset? NextAttemptAt) : TransferEvent(At);

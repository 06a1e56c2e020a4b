namespace ActorMft.Actors.Storage;

/// <summary>A timer whose message was handled.</summary>
/// <param name="MessageId">Of the timer that was read; a timer set anew has another.</param>
public readonly record struct FiredTimer(TimerKey Key, string MessageId);

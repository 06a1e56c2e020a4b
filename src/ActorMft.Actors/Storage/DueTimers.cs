namespace ActorMft.Actors.Storage;

/// <summary>What is due by the store's clock.</summary>
/// <param name="Due">Earliest first.</param>
/// <param name="UntilNext">How long until the first timer that is not due yet; null when there is none.</param>
public sealed record DueTimers(IReadOnlyList<TimerRow> Due, TimeSpan? UntilNext);

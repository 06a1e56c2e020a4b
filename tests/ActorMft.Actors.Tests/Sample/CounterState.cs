namespace ActorMft.Actors.Tests.Sample;

/// <param name="OpenRequest">Waits for its answer.</param>
/// <param name="AnswerAt">The count at which it gets it; 0: when told to.</param>
internal sealed record CounterState(long Count, long Sum, string? OpenRequest, long AnswerAt = 0);

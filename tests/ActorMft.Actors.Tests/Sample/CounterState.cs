namespace ActorMft.Actors.Tests.Sample;

internal sealed record CounterState(long Count, long Sum, string? OpenRequest);

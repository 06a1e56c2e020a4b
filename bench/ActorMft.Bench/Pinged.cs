namespace ActorMft.Bench;

/// <summary>Event and answer of a <see cref="Tally"/>.</summary>
internal sealed record Pinged(long Count);

namespace ActorMft.Bench;

/// <summary>Asks a <see cref="Tally"/> to count once more.</summary>
internal sealed record Ping(int Number);

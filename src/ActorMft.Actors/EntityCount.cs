namespace ActorMft.Actors;

/// <summary>How many entities of one kind a shard has in memory.</summary>
public sealed record EntityCount(int Shard, int Entities);

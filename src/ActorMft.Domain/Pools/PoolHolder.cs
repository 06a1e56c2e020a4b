namespace ActorMft.Domain.Pools;

/// <summary>How many connections a node holds.</summary>
public sealed record PoolHolder(string Node, int Count);

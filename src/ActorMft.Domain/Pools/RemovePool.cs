namespace ActorMft.Domain.Pools;

/// <summary>From the catalog: the remote server is gone.</summary>
public sealed record RemovePool;

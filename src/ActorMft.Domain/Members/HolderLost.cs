namespace ActorMft.Domain.Members;

/// <summary>A node's life has ended for certain; what it held is free.</summary>
public sealed record HolderLost(Guid Incarnation);

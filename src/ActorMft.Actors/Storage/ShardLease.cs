namespace ActorMft.Actors.Storage;

/// <summary>A hold on a shard; what every commit is fenced with.</summary>
/// <param name="Owner">The incarnation that claimed it.</param>
/// <param name="Epoch">As of the claim.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct ShardLease(int Shard, Guid Owner, long Epoch);

namespace ActorMft.Actors.Storage;

/// <summary>What a node gets when it joins.</summary>
/// <param name="PrivateShard">The hold on its private shard.</param>
/// <param name="StoreTime">The store's time in the transaction.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct JoinedNode(ShardLease PrivateShard, DateTimeOffset StoreTime);

namespace ActorMft.Actors;

/// <summary>A shard as the store knows it.</summary>
/// <param name="PrivateTo">The name of the node whose private shard it is; null for the shards of the fixed count.</param>
/// <param name="Owner">The incarnation that runs it; null when nobody does.</param>
/// <param name="Epoch">One more with every change of the owner.</param>
/// <param name="DesiredOwner">Who shall have it next, when it is to move.</param>
public sealed record ShardStatus(int Shard, string? PrivateTo, Guid? Owner, long Epoch, Guid? DesiredOwner);

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>One line of what happened to a shard in the database, in order.</summary>
/// <param name="IsClaim">A claim or a release to <paramref name="Epoch"/>; else a commit in it.</param>
internal sealed record DatabaseEntry(int Shard, bool IsClaim, long Epoch, long At);

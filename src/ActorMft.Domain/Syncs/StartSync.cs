namespace ActorMft.Domain.Syncs;

/// <summary>Runs a sync now. Answered by <see cref="SyncReply"/>.</summary>
/// <param name="By">Who asks.</param>
public sealed record StartSync(string By);

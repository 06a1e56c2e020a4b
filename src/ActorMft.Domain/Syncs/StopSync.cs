namespace ActorMft.Domain.Syncs;

/// <summary>Ends the run in progress; what was copied stays. Answered by <see cref="SyncReply"/>.</summary>
/// <param name="By">Who asks.</param>
public sealed record StopSync(string By);

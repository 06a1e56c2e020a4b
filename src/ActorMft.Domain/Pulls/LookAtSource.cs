using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Pulls;

/// <summary>
/// Work: one look at a source. Every file that is new, or has changed since it was taken, is told to the flow. Ends with
/// <see cref="LookEnded"/> to its owner, also when it failed.
/// </summary>
/// <param name="FlowRevision">The revision of the flow's catalog entry that files are matched with.</param>
/// <param name="Revision">The definition that the look belongs to.</param>
/// <param name="LookId">The same when the work runs again after a crash, so that a file that was told is not told twice.</param>
public sealed record LookAtSource(
    string Organization, string Flow, FlowSource Source, long FlowRevision, long Revision, string LookId, DateTimeOffset StartedAt, int Attempt);

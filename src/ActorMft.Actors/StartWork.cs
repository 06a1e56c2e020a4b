namespace ActorMft.Actors;

/// <summary>
/// From the commit on, the node that owns the entity runs this with its <see cref="IWorkRunner"/>, and so does every later
/// owner and every restart, until an <see cref="EndWork"/>. A work of the same id is replaced: its run is cancelled first.
/// </summary>
public sealed record StartWork(string WorkId, object Payload) : WorkChange(WorkId);

namespace ActorMft.Actors;

/// <summary>A work to run.</summary>
/// <param name="Owner">The entity that started it; reports go to it.</param>
/// <param name="WorkId">Unique within the owner.</param>
/// <param name="Payload">As given to <see cref="StartWork"/>.</param>
/// <param name="StartedAt">When the work was started first; not this run of it.</param>
/// <param name="Run">1 for the first run on this node since it took the work over, one more for every retry after an exception.</param>
public sealed record WorkItem(EntityId Owner, string WorkId, object Payload, DateTimeOffset StartedAt, int Run);

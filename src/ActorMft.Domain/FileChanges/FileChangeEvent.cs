namespace ActorMft.Domain.FileChanges;

/// <summary>Something that happened to the record of a file's change.</summary>
public abstract record FileChangeEvent(DateTimeOffset At);

namespace ActorMft.Domain.FileChanges;

public sealed record FileChangeRecorded(DateTimeOffset At, RecordFileChange Change) : FileChangeEvent(At);

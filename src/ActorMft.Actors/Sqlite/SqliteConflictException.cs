namespace ActorMft.Actors.Sqlite;

/// <summary>A write does not fit what is stored; it is undone.</summary>
internal sealed class SqliteConflictException : Exception;

namespace ActorMft.Actors.Sqlite;

/// <summary>A write that waits for its transaction.</summary>
internal abstract class SqliteWrite
{
    /// <summary>Set when the write itself was refused and undone.</summary>
    protected Exception? Refusal { get; private set; }

    internal abstract void Run(SqliteSession session);

    internal void Refuse(Exception exception) => Refusal = exception;

    /// <summary>Its transaction is durable.</summary>
    internal abstract void Complete();

    /// <summary>Its transaction failed.</summary>
    internal abstract void Fail(StoreException exception);
}

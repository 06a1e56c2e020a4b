namespace ActorMft.Actors.Sqlite;

/// <summary>A write with a result.</summary>
internal sealed class SqliteWrite<T>(Func<SqliteSession, T> body) : SqliteWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    internal Task<T> Task => _completion.Task;

    internal override void Run(SqliteSession session) => _result = body(session);

    internal override void Complete()
    {
        if (Refusal is null)
        {
            _completion.TrySetResult(_result!);
        }
        else
        {
            _completion.TrySetException(Refusal);
        }
    }

    internal override void Fail(StoreException exception) => _completion.TrySetException(exception);
}

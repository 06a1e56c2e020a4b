namespace ActorMft.Node.Hosting;

/// <summary>What was made, to be disposed of in the opposite order.</summary>
internal sealed class Ownership : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _disposals = new();

    public T Own<T>(T part)
        where T : notnull
    {
        switch (part)
        {
            case IAsyncDisposable disposable:
                _disposals.Push(disposable.DisposeAsync);
                break;
            case IDisposable disposable:
                _disposals.Push(() =>
                {
                    disposable.Dispose();
                    return ValueTask.CompletedTask;
                });
                break;
        }

        return part;
    }

    /// <summary>Disposes of everything, also when one part fails at it; can be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Exception>? failures = null;
        while (_disposals.TryPop(out var dispose))
        {
            try
            {
                await dispose();
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(exception);
            }
        }

        if (failures is not null)
        {
            throw new AggregateException(failures);
        }
    }
}

namespace ActorMft.Actors.Postgres;

/// <summary>
/// A token for Npgsql that follows the caller's. Npgsql's callback throws when its connection breaks at the moment of the cancelling, and
/// whoever cancels (a stop, a timeout, a closed request) would get that.
/// </summary>
internal sealed class ShieldedToken : IDisposable
{
    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenRegistration _following;

    internal ShieldedToken(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _source = new CancellationTokenSource();
            _following = cancellationToken.UnsafeRegister(static source => Cancel((CancellationTokenSource)source!), _source);
        }
    }

    internal CancellationToken Token => _source?.Token ?? CancellationToken.None;

    public void Dispose()
    {
        _following.Dispose();
        _source?.Dispose();
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException)
        {
            // The operation ends by its broken connection.
        }
    }
}

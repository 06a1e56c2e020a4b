namespace ActorMft.Actors.Engine;

/// <summary>Removes what nobody needs any more from the store: a small batch at each call while there is much, else one a minute.</summary>
internal sealed class StoreCleaning(EngineParts parts)
{
    private const int Limit = 500;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private long _cleanedAt;

    internal async Task CleanAsync(CancellationToken stop)
    {
        if (parts.Time.GetElapsedTime(_cleanedAt) >= Every)
        {
            int requests = await parts.Store.DeleteExpiredRequestsAsync(Limit, stop);
            int entities = await parts.Store.DeleteFinishedAsync(parts.Options.KeepFinished, Limit, stop);
            if (requests < Limit && entities < Limit)
            {
                _cleanedAt = parts.Time.GetTimestamp();
            }
        }
    }
}

using ActorMft.Actors;
using ActorMft.Actors.Postgres;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Engine;

/// <summary>Waits for a PostgreSQL that cannot be reached yet, and says so; whatever waiting does not mend is thrown at once.</summary>
internal sealed partial class PostgresStart(PostgresAddress address, TimeSpan lease, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = loggers.CreateLogger<PostgresStart>();

    /// <exception cref="StoreException">The database refuses, or its layout does not fit.</exception>
    public async Task<PostgresActorStore> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await PostgresActorStore.OpenAsync(address, lease, time, loggers, cancellationToken);
            }
            catch (StoreException exception) when (exception.IsTransient)
            {
                LogWaiting(exception.Message, _pause.TotalSeconds);
                await Task.Delay(_pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "Waiting for the database: {Reason} The next try is in {Seconds} s")]
    private partial void LogWaiting(string reason, double seconds);
}

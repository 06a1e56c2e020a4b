using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Engine;

/// <summary>
/// One voice for a store that is away: all shards of a node meet it at once, and an operator needs a line now and then, and one when it is
/// over.
/// </summary>
internal sealed partial class OutageLog(TimeProvider time, ILogger logger)
{
    internal static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _since;
    private long _saidAt;
    private int _unsaid;

    /// <returns>Whether it is an outage, and so this log's to tell; anything else is the caller's.</returns>
    internal bool Failed(Exception exception)
    {
        if (exception is not StoreException { IsTransient: true })
        {
            return false;
        }

        int unsaid;
        lock (_gate)
        {
            long now = time.GetTimestamp();
            if (_since is not null && time.GetElapsedTime(_saidAt, now) < SayEvery)
            {
                _unsaid++;
                return true;
            }

            _since ??= now;
            _saidAt = now;
            unsaid = _unsaid;
            _unsaid = 0;
        }

        LogFailed(exception.Message, unsaid);
        return true;
    }

    /// <summary>Something that needs the whole store went well.</summary>
    internal void Answered()
    {
        TimeSpan away;
        lock (_gate)
        {
            if (_since is not { } since)
            {
                return;
            }

            away = time.GetElapsedTime(since);
            _since = null;
            _unsaid = 0;
        }

        LogAnswers(Math.Round(away.TotalSeconds, 1));
    }

    [LoggerMessage(117, LogLevel.Warning, "{Reason} What it was asked is tried again ({Unsaid} more failures since the last line).")]
    private partial void LogFailed(string reason, int unsaid);

    [LoggerMessage(118, LogLevel.Information, "The database answers again, after {Seconds} s.")]
    private partial void LogAnswers(double seconds);
}

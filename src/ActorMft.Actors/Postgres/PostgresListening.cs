using ActorMft.Actors.Engine;
using ActorMft.Actors.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>Hears what other nodes tell one incarnation of this one, on a connection of its own that is opened again when it breaks.</summary>
internal sealed partial class PostgresListening : IDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(10);
    private static readonly RetryPause Pause = new(first: TimeSpan.FromMilliseconds(100), longest: TimeSpan.FromSeconds(5));

    private readonly NpgsqlDataSource _source;
    private readonly Guid _incarnation;
    private readonly IStoreListener _listener;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();

    internal PostgresListening(NpgsqlDataSource source, Guid incarnation, IStoreListener listener, TimeProvider time, ILogger logger)
    {
        _source = source;
        _incarnation = incarnation;
        _listener = listener;
        _time = time;
        _logger = logger;
        _ = LoopAsync();
    }

    public void Dispose() => _stop.Cancel();

    private async Task LoopAsync()
    {
        await Task.Yield();
        int failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => failures = 0);
            }
            catch (Exception exception)
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }

                TimeSpan pause = Pause.After(failures++);
                if (failures == 1)
                {
                    LogBroken(exception.Message);
                }

                await new Signal(_time).WaitAsync(pause, _stop.Token);
            }
        }
    }

    private async Task ListenAsync(Action connected)
    {
        using ShieldedToken stop = new(_stop.Token);
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(stop.Token);
        connection.Notification += (_, notification) => Hear(notification.Payload);
        await connection.CreateBatch()
            .Add($"LISTEN {PostgresNews.ChannelOf(_incarnation)}")
            .Add($"LISTEN {PostgresNews.Everybody}")
            .ExecuteNonQueryAsync(stop.Token);
        connected();
        _listener.MayHaveMissedSomething();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (!await connection.WaitAsync(CheckEvery, stop.Token))
                {
                    // Nothing was heard for long: does the connection still live?
                    await connection.CreateBatch().Add("SELECT 1").ExecuteNonQueryAsync(stop.Token);
                }
            }
        }
        finally
        {
            // Not back to the pool: it listens.
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private void Hear(string payload)
    {
        HashSet<string> views = new(StringComparer.Ordinal);
        foreach (string line in payload.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (line[0])
            {
                case 'm' when int.TryParse(line.AsSpan(1), out int shard):
                    _listener.MessagesMayWait(shard);
                    break;
                case 'a':
                    _listener.MayBeAnswered(line[1..]);
                    break;
                case 'v':
                    views.Add(line[1..]);
                    break;
            }
        }

        if (views.Count > 0)
        {
            _listener.MayHaveChanged(views);
        }
    }

    [LoggerMessage(162, LogLevel.Warning, "The connection for notifications broke ({Reason}); until it is back, this node looks by itself once a second.")]
    private partial void LogBroken(string reason);
}

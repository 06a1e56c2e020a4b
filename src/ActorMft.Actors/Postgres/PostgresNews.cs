using System.Text;
using ActorMft.Actors.Engine;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>
/// Tells other nodes what was committed, by NOTIFY: one channel per node, and one for all. NOTIFY takes a lock of the whole
/// database at its commit, so it goes out gathered, by itself, and not more often than <see cref="Pause"/>. Whatever is lost is found
/// by the receivers' own looks.
/// </summary>
internal sealed partial class PostgresNews : IAsyncDisposable
{
    /// <summary>The channel that every node listens on.</summary>
    internal const string Everybody = "actormft";

    /// <summary>The manual's limit is 8,000 bytes for a payload.</summary>
    private const int PayloadLimit = 7500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseOfViews = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, HashSet<string>> _waiting = [];
    private readonly HashSet<string> _views = new(StringComparer.Ordinal);
    private readonly Signal _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private long _viewsSentAt;

    internal PostgresNews(NpgsqlDataSource source, TimeProvider time, ILogger logger)
    {
        _source = source;
        _time = time;
        _logger = logger;
        _changed = new Signal(time);
        _loop = LoopAsync();
    }

    internal static string ChannelOf(Guid incarnation) => $"actormft_{incarnation:N}";

    internal void TellMessages(Guid node, int shard) => Add(node, $"m{shard}");

    internal void TellAnswer(Guid node, string requestId) => Add(node, "a" + requestId);

    internal void TellViews(IEnumerable<string> views)
    {
        bool isWaiting;
        lock (_gate)
        {
            _views.UnionWith(views);
            isWaiting = _views.Count > 0;
        }

        if (isWaiting)
        {
            _changed.Set();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private void Add(Guid node, string line)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(node, out HashSet<string>? lines))
            {
                _waiting.Add(node, lines = new HashSet<string>(StringComparer.Ordinal));
            }

            lines.Add(line);
        }

        _changed.Set();
    }

    private async Task LoopAsync()
    {
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            await _changed.WaitAsync(_views.Count > 0 ? PauseOfViews : Timeout.InfiniteTimeSpan, _stop.Token);
            List<(string Channel, string Payload)> news = Take();
            if (news.Count == 0)
            {
                continue;
            }

            try
            {
                using ShieldedToken stop = new(_stop.Token);
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(stop.Token);
                await connection.CreateBatch()
                    .Add(
                        "SELECT pg_notify(channel, payload) FROM unnest($1, $2) AS n (channel, payload)",
                        news.Select(static one => one.Channel).ToArray(),
                        news.Select(static one => one.Payload).ToArray())
                    .ExecuteNonQueryAsync(stop.Token);
            }
            catch (Exception exception)
            {
                if (!_stop.IsCancellationRequested)
                {
                    LogLost(exception.Message, news.Count);
                }
            }

            await new Signal(_time).WaitAsync(Pause, _stop.Token);
        }
    }

    private List<(string Channel, string Payload)> Take()
    {
        List<(string, string)> news = [];
        lock (_gate)
        {
            foreach ((Guid node, HashSet<string> lines) in _waiting)
            {
                AddPayloads(news, ChannelOf(node), lines);
            }

            _waiting.Clear();
            if (_views.Count > 0 && _time.GetElapsedTime(_viewsSentAt) >= PauseOfViews)
            {
                AddPayloads(news, Everybody, _views.Select(static view => "v" + view));
                _views.Clear();
                _viewsSentAt = _time.GetTimestamp();
            }
        }

        return news;
    }

    private static void AddPayloads(List<(string, string)> news, string channel, IEnumerable<string> lines)
    {
        StringBuilder payload = new();
        foreach (string line in lines)
        {
            // Three bytes of UTF-8 per UTF-16 unit is the most.
            if (payload.Length > 0 && (payload.Length + line.Length) * 3 > PayloadLimit)
            {
                news.Add((channel, payload.ToString()));
                payload.Clear();
            }

            payload.Append(line).Append('\n');
        }

        if (payload.Length > 0)
        {
            news.Add((channel, payload.ToString()));
        }
    }

    [LoggerMessage(161, LogLevel.Debug, "{Count} notifications were not sent ({Reason}); the other nodes look by themselves.")]
    private partial void LogLost(string reason, int count);
}

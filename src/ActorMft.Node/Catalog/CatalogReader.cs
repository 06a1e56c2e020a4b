using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Node.Engine;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Catalog;

/// <summary>Follows the list of resources and keeps the snapshot of it.</summary>
internal sealed partial class CatalogReader : ICatalog, IAsyncDisposable
{
    private const int PageSize = 5000;

    private readonly ActorNode _actors;
    private readonly ILogger<CatalogReader> _logger;
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Action<CatalogSnapshot>> _callbacks = [];
    private Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private volatile CatalogSnapshot _current = CatalogSnapshot.Empty;
    private long _followed = -1;
    private bool _isBehind;
    private Task _following = Task.CompletedTask;

    private CatalogReader(ActorNode actors, ILogger<CatalogReader> logger)
    {
        _actors = actors;
        _logger = logger;
    }

    public CatalogSnapshot Current => _current;

    /// <summary>Reads the whole list once, then follows it.</summary>
    public static async Task<CatalogReader> StartAsync(ActorNode actors, ILogger<CatalogReader> logger, CancellationToken cancellationToken)
    {
        var reader = new CatalogReader(actors, logger);
        await reader.RefreshAsync(cancellationToken);
        reader._following = reader.FollowAsync(reader._stop.Token);
        return reader;
    }

    public IDisposable OnChanged(Action<CatalogSnapshot> callback)
    {
        lock (_lock)
        {
            _callbacks.Add(callback);
        }

        return new Subscription(this, callback);
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (await ReadRowsAsync(cancellationToken) is { } rows)
            {
                _rows = rows;
                _current = new CatalogSnapshot(rows.Values.Select(row => row.Entry));
                Tell(_current);
            }
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
        _refreshing.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _actors.WatchViewAsync(ViewNames.Resource, cancellationToken))
            {
                await TryRefreshAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    // Only the catalog's own events change the list. While the database is away the last snapshot stands.
    private async Task TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var sequence = await _actors.ReadSequenceAsync(ActorId.Catalog.ToEntityId(), cancellationToken);
            if (sequence != _followed)
            {
                await RefreshAsync(cancellationToken);
                _followed = sequence;
            }

            _isBehind = false;
        }
        catch (StoreException exception)
        {
            if (!_isBehind)
            {
                _isBehind = true;
                LogNotRefreshed(_logger, exception.Message);
            }
        }
    }

    // Null when nothing has changed; rows whose text is the same are not parsed again.
    private async Task<Dictionary<string, Row>?> ReadRowsAsync(CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, Row>(StringComparer.Ordinal);
        var changed = false;
        string? after = null;
        IReadOnlyList<ViewRow> page;
        do
        {
            page = await _actors.QueryAsync(new ViewQuery(ViewNames.Resource, AfterId: after, Limit: PageSize), cancellationToken);
            foreach (var row in page)
            {
                after = row.Id;
                if (_rows.TryGetValue(row.Id, out var known) && string.Equals(known.Json, row.Json, StringComparison.Ordinal))
                {
                    rows.Add(row.Id, known);
                }
                else
                {
                    rows.Add(row.Id, new Row(row.Json, DomainJson.Read<CatalogEntry>(row.Json)));
                    changed = true;
                }
            }
        }
        while (page.Count == PageSize);

        return changed || rows.Count != _rows.Count ? rows : null;
    }

    private void Tell(CatalogSnapshot snapshot)
    {
        Action<CatalogSnapshot>[] callbacks;
        lock (_lock)
        {
            callbacks = [.. _callbacks];
        }

        foreach (var callback in callbacks)
        {
            callback(snapshot);
        }
    }

    [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "The declared resources couldn't be read again, the last known ones stand: {Reason}")]
    private static partial void LogNotRefreshed(ILogger logger, string reason);

    private sealed record Row(string Json, CatalogEntry Entry);

    private sealed class Subscription(CatalogReader reader, Action<CatalogSnapshot> callback) : IDisposable
    {
        public void Dispose()
        {
            lock (reader._lock)
            {
                reader._callbacks.Remove(callback);
            }
        }
    }
}

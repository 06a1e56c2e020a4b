using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;

namespace ActorMft.Node.Tests;

/// <summary>A catalog that has what the test declares.</summary>
internal sealed class FixedCatalog : ICatalog
{
    private readonly List<CatalogEntry> _entries = [];
    private readonly List<Action<CatalogSnapshot>> _callbacks = [];

    public FixedCatalog(params ResourceSpec[] resources)
    {
        foreach (var resource in resources)
        {
            Declare(resource);
        }
    }

    public CatalogSnapshot Current { get; private set; } = CatalogSnapshot.Empty;

    /// <summary>What comes with the next refresh.</summary>
    public Action Refreshing { get; set; } = static () => { };

    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        Refreshing();
        return Task.CompletedTask;
    }

    public void Declare(ResourceSpec spec, RemoteFacts? remote = null)
    {
        _entries.RemoveAll(entry => entry.Spec.Key == spec.Key);
        _entries.Add(new CatalogEntry(spec, Revision: 7, remote));
        Tell();
    }

    public void Delete(ResourceKey key)
    {
        _entries.RemoveAll(entry => entry.Spec.Key == key);
        Tell();
    }

    public IDisposable OnChanged(Action<CatalogSnapshot> callback)
    {
        _callbacks.Add(callback);
        return new Subscription(() => _callbacks.Remove(callback));
    }

    private void Tell()
    {
        Current = new CatalogSnapshot(_entries);
        foreach (var callback in _callbacks.ToArray())
        {
            callback(Current);
        }
    }

    private sealed class Subscription(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}

using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;

namespace ActorMft.Node.Tests;

/// <summary>A catalog that has what the test declares.</summary>
internal sealed class FixedCatalog : ICatalog
{
    private readonly List<CatalogEntry> _entries = [];

    public FixedCatalog(params ResourceSpec[] resources)
    {
        foreach (var resource in resources)
        {
            Declare(resource);
        }
    }

    public CatalogSnapshot Current { get; private set; } = CatalogSnapshot.Empty;

    public void Declare(ResourceSpec spec, RemoteFacts? remote = null)
    {
        _entries.RemoveAll(entry => entry.Spec.Key == spec.Key);
        _entries.Add(new CatalogEntry(spec, Revision: 7, remote));
        Current = new CatalogSnapshot(_entries);
    }

    public IDisposable OnChanged(Action<CatalogSnapshot> callback) => throw new NotSupportedException();
}

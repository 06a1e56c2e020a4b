namespace ActorMft.Node.Catalog;

/// <summary>What is declared, for reading without waiting: logins, deliveries and lists look here.</summary>
public interface ICatalog
{
    /// <summary>The latest snapshot; a field read.</summary>
    CatalogSnapshot Current { get; }

    /// <summary>
    /// Makes sure that what was committed so far, by whichever node, is in <see cref="Current"/>: by itself that takes up to a second.
    /// </summary>
    /// <exception cref="Actors.StoreException">The database can't be asked now.</exception>
    Task RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Calls back with each new snapshot, after <see cref="Current"/> has it. Be quick; don't throw. Dispose to stop.</summary>
    IDisposable OnChanged(Action<CatalogSnapshot> callback);
}

namespace ActorMft.Node.Catalog;

/// <summary>What is declared, for reading without waiting: logins, deliveries and lists look here.</summary>
public interface ICatalog
{
    /// <summary>The latest snapshot; a field read.</summary>
    CatalogSnapshot Current { get; }

    /// <summary>Calls back with each new snapshot, after <see cref="Current"/> has it. Be quick; don't throw. Dispose to stop.</summary>
    IDisposable OnChanged(Action<CatalogSnapshot> callback);
}

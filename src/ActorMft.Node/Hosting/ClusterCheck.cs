using ActorMft.Actors;
using ActorMft.Actors.Storage;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Node.Engine;
using ActorMft.Node.Files;
using ActorMft.Node.Secrets;
using ActorMft.Node.Settings;

namespace ActorMft.Node.Hosting;

/// <summary>
/// Lets only a node in that has the cluster's own key file and storage directory. Against what the database says already it is checked
/// before the node joins and before it writes anything; the first node of a database says what they are.
/// </summary>
internal sealed class ClusterCheck
{
    private readonly NodeSettings _settings;
    private readonly StorageMarker _marker;
    private readonly ClusterIdentity? _known;
    private readonly bool _hasMadeKey;

    private ClusterCheck(NodeSettings settings, ClusterIdentity? known)
    {
        _settings = settings;
        _known = known;
        _marker = new StorageMarker(settings.Storage.Path);
        _hasMadeKey = !File.Exists(settings.Secrets.KeyFile);
        Key = SecretKey.Load(settings.Secrets.KeyFile, create: known is null);
    }

    /// <summary>The key file's key.</summary>
    public SecretKey Key { get; }

    /// <summary>The id of the cluster's storage directory.</summary>
    public string StorageId => _known?.StorageId ?? _marker.ReadOrCreate();

    /// <summary>Checks what can be checked.</summary>
    /// <exception cref="SecretException">Another key file, or none.</exception>
    /// <exception cref="NodeStartException">Another storage directory.</exception>
    public static async Task<ClusterCheck> BeginAsync(NodeSettings settings, IActorStore database, CancellationToken cancellationToken)
    {
        var row = await database.ReadViewRowAsync(ViewNames.Cluster, ViewNames.ClusterIdentity, cancellationToken);
        var known = row is null ? null : DomainJson.Read<ClusterIdentity>(row.Json);
        var check = new ClusterCheck(settings, known);
        if (known is not null)
        {
            check.RequireKey(known);
            check.RequireStorage(known);
        }

        return check;
    }

    /// <summary>Tells a new database what this node has; another node may have been faster.</summary>
    /// <exception cref="SecretException">Another key file than the faster node's, or than the one that secrets were encrypted with.</exception>
    /// <exception cref="NodeStartException">Another storage directory than the faster node's.</exception>
    public async Task CompleteAsync(ActorNode actors, ISecretProtector protector, CancellationToken cancellationToken)
    {
        if (_known is not null)
        {
            return;
        }

        try
        {
            var catalog = ActorId.Catalog.ToEntityId();
            var contents = await actors.AskAsync<CatalogContents>(catalog, new ReadCatalog(), requestId: null, cancellationToken);
            if (contents.HostKeys.Count > 0)
            {
                // Made before databases knew their key.
                protector.Unprotect(contents.HostKeys[0].SealedPrivateKey);
            }

            var mine = new ClusterIdentity(_marker.ReadOrCreate(), Key.CheckValue);
            var identity = await actors.AskAsync<ClusterIdentity>(catalog, new IdentifyCluster(mine), requestId: null, cancellationToken);
            RequireKey(identity);
            RequireStorage(identity);
        }
        catch (SecretException) when (_hasMadeKey)
        {
            // Nothing was encrypted with it, and it would only be in the way of the right one.
            File.Delete(_settings.Secrets.KeyFile);
            throw;
        }
    }

    private void RequireKey(ClusterIdentity identity)
    {
        if (!string.Equals(identity.KeyCheck, Key.CheckValue, StringComparison.Ordinal))
        {
            throw new SecretException(
                $"secrets.keyFile {_settings.Secrets.KeyFile} is not the key that this database was made with; copy the key file from another node of the cluster, or from the backup that the database came from.");
        }
    }

    private void RequireStorage(ClusterIdentity identity)
    {
        try
        {
            _marker.Require(identity.StorageId);
        }
        catch (FileStoreException exception)
        {
            throw new NodeStartException(exception.Message, exception, badSettings: true);
        }
    }
}

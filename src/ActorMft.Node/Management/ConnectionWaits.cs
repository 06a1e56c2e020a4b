using ActorMft.Domain.Pools;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Catalog;

namespace ActorMft.Node.Management;

/// <summary>Why transfers that have their turn don't move: all connections of their remote server are in use. For one request.</summary>
/// <param name="readPool">Reads a pool's row by <c>ORGANIZATION/REMOTE</c>.</param>
internal sealed class ConnectionWaits(ICatalog catalog, Func<string, CancellationToken, Task<PoolRow?>> readPool)
{
    private readonly Dictionary<string, PoolRow?> _pools = new(StringComparer.Ordinal);

    /// <summary>A sentence, or null when the transfer doesn't wait for a connection.</summary>
    public async Task<string?> OfAsync(TransferRow transfer, CancellationToken cancellationToken)
    {
        if (transfer.State != TransferState.Pending
            || catalog.Current.FindEndpoint(transfer.Organization, EndpointOf(transfer)) is not { Enabled: true, Remote: { } remote }
            || catalog.Current.FindRemote(transfer.Organization, remote)?.Spec is not RemoteSpec { Enabled: true })
        {
            return null;
        }

        // A node that has all connections itself has nothing in the pool's line; its transfers wait for each other.
        return await ReadAsync($"{transfer.Organization}/{remote}", cancellationToken) is { DisabledReason: null } pool
            && (pool.Waiting > 0 || pool.Granted >= pool.Cap)
            ? $"waiting for a connection to '{remote}': {PoolWords.InUse(pool.Cap, pool.Holders)}"
            : null;
    }

    private static string EndpointOf(TransferRow transfer) => transfer.Target.Split(':', 2)[0];

    private async Task<PoolRow?> ReadAsync(string pool, CancellationToken cancellationToken)
    {
        if (!_pools.TryGetValue(pool, out var row))
        {
            row = await readPool(pool, cancellationToken);
            _pools.Add(pool, row);
        }

        return row;
    }
}

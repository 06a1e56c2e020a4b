namespace ActorMft.Domain.Decisions;

/// <summary>The lists that people read, each with its row record.</summary>
public static class ViewNames
{
    /// <summary>Declared resources: id <c>Kind/org/name</c>, scope the organization, status the kind, row <see cref="Catalog.CatalogEntry"/>.</summary>
    public const string Resource = "resource";

    /// <summary>Who changed what: id a ULID, scope the organization, status the action, row <see cref="Catalog.AuditRow"/>.</summary>
    public const string Audit = "audit";

    /// <summary>Facts about the cluster: id <see cref="ClusterIdentity"/>, no scope, no status, row <see cref="Catalog.ClusterIdentity"/>.</summary>
    public const string Cluster = "cluster";

    /// <summary>The id of the row that says what all nodes have in common.</summary>
    public const string ClusterIdentity = "identity";

    /// <summary>Transfers: id the transfer's, scope <c>org/flow</c>, status its state, row <see cref="Transfers.TransferRow"/>.</summary>
    public const string Transfer = "transfer";

    /// <summary>Sessions that are open: id the session's, scope <c>org/endpoint</c>, status <c>open</c> or <c>closing</c>, row <see cref="Sessions.SessionRow"/>.</summary>
    public const string Session = "session";

    /// <summary>Looks at sources: id <c>org/flow</c>, scope the organization, no status, row <see cref="Pulls.PullRow"/>.</summary>
    public const string Pull = "pull";

    /// <summary>
    /// Not for people: what flows have taken from sources that are looked at, written with the arrival itself. Id
    /// <see cref="Pulls.TakenFile.IdOf"/>, scope <c>org/flow</c>, no status, row <see cref="Pulls.TakenFile"/>. It may have millions of rows.
    /// </summary>
    public const string Taken = "taken";

    /// <summary>Connection pools: id <c>org/remote</c>, scope the organization, status empty, row <see cref="Pools.PoolRow"/>.</summary>
    public const string Pool = "pool";

    /// <summary>Syncs: id <c>org/name</c>, scope the organization, status <c>running</c>, <c>idle</c> or <c>held</c>, row <see cref="Syncs.SyncRow"/>.</summary>
    public const string Sync = "sync";
}

using ActorMft.Domain.Catalog;

namespace ActorMft.Node.Remotes;

/// <summary>An open connection with the slot that it counts against.</summary>
/// <param name="Connection">Owned by whoever holds this.</param>
/// <param name="Slot">The id of the granted wish.</param>
/// <param name="Incarnation">The node's incarnation that the slot was granted to; with another one it is lost.</param>
/// <param name="OpenedAt">Timestamp of the connect.</param>
internal sealed record HeldConnection(IRemoteConnection Connection, string Slot, Guid Incarnation, long OpenedAt)
{
    /// <summary>Older connections are closed when they come back, so that other nodes in the line get their turn.</summary>
    private static readonly TimeSpan _maxAge = TimeSpan.FromMinutes(2);

    /// <summary>Timestamp of the last return.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether another transfer may have it.</summary>
    /// <param name="remote">The remote as it is declared now, or null.</param>
    /// <param name="incarnation">The node's present incarnation.</param>
    /// <param name="time">The clock.</param>
    public bool IsUsable(CatalogEntry? remote, Guid incarnation, TimeProvider time) =>
        Connection.IsAlive
        && Incarnation == incarnation
        && time.GetElapsedTime(OpenedAt) < _maxAge
        && remote is { Remote: not { DisabledReason: not null } }
        && Connection.Spec.Equals(remote.Spec);
}

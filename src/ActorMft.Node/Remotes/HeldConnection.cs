using ActorMft.Actors;
using ActorMft.Domain.Catalog;

namespace ActorMft.Node.Remotes;

/// <summary>An open connection with the slot that it counts against.</summary>
/// <param name="Connection">Owned by whoever holds this.</param>
/// <param name="Slot">The id of the granted wish.</param>
/// <param name="Hold">The hold under which it was made; it ends with that.</param>
/// <param name="OpenedAt">Timestamp of the connect.</param>
internal sealed record HeldConnection(IRemoteConnection Connection, string Slot, LeaseHold Hold, long OpenedAt)
{
    /// <summary>Timestamp of the last return.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether another transfer may have it.</summary>
    /// <param name="remote">The remote as it is declared now, or null.</param>
    /// <param name="maxAge">Older ones are closed when they come back.</param>
    /// <param name="time">The clock.</param>
    public bool IsUsable(CatalogEntry? remote, TimeSpan maxAge, TimeProvider time) =>
        Connection.IsAlive
        && Hold.IsHeld
        && time.GetElapsedTime(OpenedAt) < maxAge
        && remote is { Remote: not { DisabledReason: not null } }
        && Connection.Spec.Equals(remote.Spec);
}

namespace ActorMft.Node.Supervision;

/// <summary>
/// When the watchdog may be told that all is well. Telling it is a promise: should the process freeze now, it is killed one watchdog
/// time later, and that must be before other nodes may use its connection slots, which is one lease after its last renewal was sent.
/// </summary>
/// <param name="watchdog">The watchdog's time.</param>
/// <param name="lease"><c>cluster.lease</c>.</param>
internal sealed class WatchdogRule(TimeSpan watchdog, TimeSpan lease)
{
    /// <summary>A hold ends this part of the lease before others may use the slots.</summary>
    private const double HoldEndsEarly = 0.2;

    /// <summary>For the kill itself.</summary>
    private const double Reserve = 0.05;

    /// <summary>
    /// The longest watchdog time, as a part of the lease, that leaves room for a third of a lease between renewals and some trouble with
    /// them. With a longer one the promise can't be kept.
    /// </summary>
    private const double Longest = 0.55;

    /// <summary>Whether the watchdog's time fits the lease.</summary>
    public bool CanPromise => watchdog <= lease * Longest;

    /// <param name="remaining">How long the hold lasts without another renewal; null when there is none.</param>
    /// <param name="openSockets">Connections to remote servers that are not closed yet.</param>
    public bool MayTell(TimeSpan? remaining, int openSockets)
    {
        if (remaining is not { } left)
        {
            return openSockets == 0;
        }

        return !CanPromise || left + (lease * (HoldEndsEarly - Reserve)) >= watchdog;
    }
}

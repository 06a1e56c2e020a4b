namespace ActorMft.Domain.Transfers;

/// <summary>Where a transfer stands, as people see it.</summary>
public enum TransferState
{
    /// <summary>Created; waits for its turn or for a connection.</summary>
    Pending,

    /// <summary>An attempt is under way.</summary>
    Running,

    /// <summary>The last attempt failed; the next one has its time.</summary>
    Waiting,

    Delivered,

    /// <summary>Given up; somebody must retry or cancel it.</summary>
    Parked,

    Cancelled,
}

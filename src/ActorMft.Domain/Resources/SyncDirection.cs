namespace ActorMft.Domain.Resources;

/// <summary>Which way a sync copies.</summary>
public enum SyncDirection
{
    /// <summary>From the endpoint to the remote server.</summary>
    Push,

    /// <summary>From the remote server to the endpoint.</summary>
    Pull,

    /// <summary>Both: what one side lacks, and of files that differ in size the newer.</summary>
    TwoWay,
}

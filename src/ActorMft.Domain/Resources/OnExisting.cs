namespace ActorMft.Domain.Resources;

/// <summary>What to do when the target already has a file of the name.</summary>
public enum OnExisting
{
    /// <summary>The new file takes its place, in one step.</summary>
    Replace,

    /// <summary>The new file gets a free name.</summary>
    Rename,

    /// <summary>The target's file stays and the transfer counts as delivered.</summary>
    Skip,

    /// <summary>The transfer is parked.</summary>
    Fail,
}

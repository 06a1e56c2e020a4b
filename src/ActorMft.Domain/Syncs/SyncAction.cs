namespace ActorMft.Domain.Syncs;

/// <summary>What a sync does about one name.</summary>
public enum SyncAction
{
    /// <summary>Nothing: both sides are alike, or only the target has it.</summary>
    Skip,

    /// <summary>A directory: looks at what is in it, on both sides.</summary>
    Descend,

    /// <summary>Copies the endpoint's file to the remote server.</summary>
    Push,

    /// <summary>Copies the remote server's file to the endpoint.</summary>
    Pull,

    /// <summary>Both are alike, and the source's is removed (<c>afterCopy: delete</c>).</summary>
    Remove,

    /// <summary>It can't be made alike without losing something.</summary>
    Refuse,
}

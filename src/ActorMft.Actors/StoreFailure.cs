namespace ActorMft.Actors;

/// <summary>Why the store refused.</summary>
public enum StoreFailure
{
    /// <summary>It cannot be reached, or an I/O error.</summary>
    Unavailable,

    /// <summary>No space left.</summary>
    Full,

    /// <summary>It cannot be written.</summary>
    ReadOnly,

    /// <summary>What is stored cannot be read, or is no database.</summary>
    Corrupt,

    /// <summary>Another process has it.</summary>
    InUse,

    /// <summary>It does not let this program in: login, name or rights.</summary>
    Refused,

    /// <summary>Its layout or its fixed settings do not fit this program.</summary>
    Incompatible,

    /// <summary>It does not take the content: a character, a value or a size.</summary>
    Unstorable,

    /// <summary>This node, or its hold on the shard, was replaced.</summary>
    Fenced,

    /// <summary>The node is stopping or was stopped.</summary>
    Closed,
}

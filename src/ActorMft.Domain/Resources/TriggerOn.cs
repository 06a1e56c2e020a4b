namespace ActorMft.Domain.Resources;

/// <summary>What makes a file arrive.</summary>
public enum TriggerOn
{
    /// <summary>The close of a written file, and the rename from a temporary name.</summary>
    Close,

    /// <summary>Only the rename from a name that doesn't count to one that does.</summary>
    Rename,

    /// <summary>Only that its trigger file is there, whichever of the two comes first.</summary>
    TriggerFile,
}

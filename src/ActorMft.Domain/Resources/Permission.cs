namespace ActorMft.Domain.Resources;

/// <summary>What a user may do in its home.</summary>
public enum Permission
{
    /// <summary>See names and attributes.</summary>
    List,

    /// <summary>Download.</summary>
    Read,

    /// <summary>Upload, overwrite, change attributes.</summary>
    Write,

    /// <summary>Remove files and directories.</summary>
    Delete,

    Rename,

    /// <summary>Make directories.</summary>
    Mkdir,
}

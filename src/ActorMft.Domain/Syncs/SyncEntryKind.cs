namespace ActorMft.Domain.Syncs;

/// <summary>What an entry of a directory is, as far as syncs care.</summary>
public enum SyncEntryKind
{
    File,
    Directory,

    /// <summary>A link, a device, a socket: never copied.</summary>
    Other,
}

using System.Runtime.InteropServices;

namespace ActorMft.Domain.Syncs;

/// <summary>What one side has under a name.</summary>
/// <param name="Size">In bytes; of a file.</param>
/// <param name="ModifiedAt">In seconds since 1970 UTC, as SFTP tells it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SyncEntry(SyncEntryKind Kind, long Size, uint ModifiedAt);

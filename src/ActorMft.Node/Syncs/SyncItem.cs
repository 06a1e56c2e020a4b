using ActorMft.Domain.Syncs;

namespace ActorMft.Node.Syncs;

/// <summary>One file that something has to be done about.</summary>
/// <param name="Path">Below both roots.</param>
/// <param name="Source">As it was listed.</param>
/// <param name="StaleParts">Names of parts beside the target that an earlier version of the file has left.</param>
/// <param name="IsByTime">Whether the two sides' times decided.</param>
internal sealed record SyncItem(string Path, SyncStep Step, SyncEntry Source, IReadOnlyList<string> StaleParts, bool IsByTime = false);

using ActorMft.Domain.Flows;

namespace ActorMft.Node.Pulls;

/// <summary>A file that a look has found.</summary>
/// <param name="Path">As the flow's source path begins it.</param>
/// <param name="Version">Its size and time at that moment.</param>
/// <param name="MemoryId">The row that says whether it was taken.</param>
internal sealed record FoundFile(string Path, FileIdentity Version, string MemoryId);

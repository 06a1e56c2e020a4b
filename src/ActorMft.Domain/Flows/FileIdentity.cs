namespace ActorMft.Domain.Flows;

/// <summary>Which bytes are meant: another inode, size or time of change is another file.</summary>
/// <param name="Inode">0 when the store has none.</param>
/// <param name="Size">In bytes.</param>
/// <param name="ModifiedAt">The file's time of change.</param>
public sealed record FileIdentity(ulong Inode, long Size, DateTimeOffset ModifiedAt);

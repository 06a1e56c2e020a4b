namespace ActorMft.Node.Files;

/// <summary>What the file system says about one file.</summary>
/// <param name="Number">Which file it is, whatever its names.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="ModifiedAt">Time of the last write.</param>
/// <param name="ChangedAt">Time of the last change of any kind, a new name included; nobody can set it.</param>
/// <param name="IsRegular">True for a plain file; false for directories, links, sockets and devices.</param>
internal sealed record FileFacts(FileNumber Number, long Size, DateTimeOffset ModifiedAt, DateTimeOffset ChangedAt, bool IsRegular);

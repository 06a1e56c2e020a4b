namespace ActorMft.Node.Files;

/// <summary>One version of a file, kept under the id of its arrival until every target has it.</summary>
/// <param name="ArrivalId">Name of the pin.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="ModifiedAt">Time of the last write.</param>
/// <param name="Inode">Inode of the file, for the operator's eyes.</param>
/// <param name="IsNew">False when the arrival had pinned its version before: that one counts.</param>
internal sealed record PinnedFile(string ArrivalId, long Size, DateTimeOffset ModifiedAt, ulong Inode, bool IsNew);

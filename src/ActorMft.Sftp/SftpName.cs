namespace ActorMft.Sftp;

/// <summary>One entry of a directory.</summary>
/// <param name="Name">The name within its directory, without a slash; never <c>.</c> or <c>..</c>.</param>
/// <param name="Attributes">The entry itself, links not followed.</param>
/// <param name="LongName">The line as <c>ls -l</c> shows it; null lets <see cref="SftpServer"/> write it from the attributes.</param>
public readonly record struct SftpName(string Name, SftpAttributes Attributes, string? LongName = null);

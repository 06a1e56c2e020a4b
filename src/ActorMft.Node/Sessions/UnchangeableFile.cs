using ActorMft.Node.Files;
using ActorMft.Sftp;

namespace ActorMft.Node.Sessions;

/// <summary>A file that was opened without the write permission: its attributes can't be changed through the handle either.</summary>
internal sealed class UnchangeableFile(ISftpFile inner, string path) : DelegatingFile(inner)
{
    public override ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) =>
        throw new SftpException(SftpStatus.PermissionDenied, $"You may not change '{path}': this login doesn't have the permission 'write'.");
}

using System.IO.Pipelines;
using ActorMft.Sftp.Server;

namespace ActorMft.Sftp;

/// <summary>An SFTP version 3 server (draft-ietf-secsh-filexfer-02 and OpenSSH's extensions) for one session.</summary>
public static class SftpServer
{
    /// <summary>
    /// Serves <paramref name="files"/> until the client ends its side, or <see cref="SftpServerOptions.EndWhenFree"/> lets it end. Requests are
    /// answered in their order. Handles that are still open at the end are disposed without being closed. The transport stays the caller's. File
    /// operations run where the transport's reader goes on: on the loop of an SSH connection, which they hold up when they block.
    /// </summary>
    /// <returns>Whether the client ended its side.</returns>
    /// <exception cref="SftpException">The client broke the protocol (<see cref="SftpStatus.BadMessage"/>); end its channel.</exception>
    public static async Task<bool> RunAsync(IDuplexPipe transport, ISftpFileSystem files, SftpServerOptions options, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var session = new SftpSession(transport, files, options);
        return await session.RunAsync(cancellationToken);
    }
}

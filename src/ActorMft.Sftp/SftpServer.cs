using System.IO.Pipelines;
using ActorMft.Sftp.Server;

namespace ActorMft.Sftp;

/// <summary>An SFTP version 3 server (draft-ietf-secsh-filexfer-02 and OpenSSH's extensions) for one session.</summary>
public static class SftpServer
{
    /// <summary>
    /// Serves <paramref name="files"/> until the client ends its side. Requests are answered in their order. Handles that are still open at the
    /// end are disposed without being closed. The transport stays the caller's. File operations run on the loop that reads the transport, so its
    /// reader must not be scheduled inline.
    /// </summary>
    /// <exception cref="SftpException">The client broke the protocol (<see cref="SftpStatus.BadMessage"/>); end its channel.</exception>
    public static async Task RunAsync(IDuplexPipe transport, ISftpFileSystem files, SftpServerOptions options, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var session = new SftpSession(transport, files, options);
        await session.RunAsync(cancellationToken);
    }
}

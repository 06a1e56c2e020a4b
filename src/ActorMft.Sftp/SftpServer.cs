using System.IO.Pipelines;

namespace ActorMft.Sftp;

/// <summary>An SFTP version 3 server (draft-ietf-secsh-filexfer-02 and OpenSSH's extensions) for one session.</summary>
public static class SftpServer
{
    /// <summary>
    /// Serves <paramref name="files"/> until the client ends its side. Requests are answered in their order. Handles that are still open at the
    /// end are disposed without being closed. Blocking file operations run on the calling loop, so the pipe's reader must not be inline.
    /// </summary>
    /// <exception cref="SftpException">The client broke the protocol (<see cref="SftpStatus.BadMessage"/>); end its channel.</exception>
    public static Task RunAsync(IDuplexPipe transport, ISftpFileSystem files, SftpServerOptions options, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }
}

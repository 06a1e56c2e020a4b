using ActorMft.Interop.Tests.Matrix.Clients;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>The rows: every client, in the order of the table.</summary>
internal static class MatrixClients
{
    public static IReadOnlyList<MatrixClient> All { get; } =
    [
        new OpenSshSftp(),
        new OpenSshScp(),
        new PuttyPsftp(),
        new PuttyPscp(),
        new Lftp(),
        new Curl(),
        new Rclone(),
        new Sshfs(),
        new Paramiko(),
        new AsyncSsh(),
        new NodeSsh2(),
        new NodeSsh2SftpClient(),
        new DropbearSftp(),
        new Jsch(),
        new PhpSecLib(),
        new NetSftpForeign(),
        new FileZilla(),
        new WinScpReplay(),
    ];

    /// <summary>Small packages, quickly done: what every run of the tests can afford.</summary>
    public static IReadOnlyList<MatrixClient> Cheap { get; } = [.. All.Where(static client => client is OpenSshSftp or OpenSshScp or PuttyPsftp or PuttyPscp or Lftp or Curl or Paramiko)];
}

using ActorMft.Domain.Resources;
using ActorMft.Sftp;
using ActorMft.Ssh.Client;

namespace ActorMft.Node.Remotes;

/// <summary>A connection over SSH; owns both layers.</summary>
internal sealed class RemoteConnection(RemoteSpec spec, SshClient ssh, SftpClient sftp, string loginDirectory) : IRemoteConnection
{
    public RemoteSpec Spec => spec;

    public ISftpFileSystem Files => sftp;

    public string LoginDirectory => loginDirectory;

    public string ServerIdent => ssh.ServerIdent;

    public string HostKey => ssh.HostKey.Fingerprint;

    public bool IsAlive => !ssh.Completion.IsCompleted && !sftp.Completion.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        await sftp.DisposeAsync();
        await ssh.DisposeAsync();
    }
}

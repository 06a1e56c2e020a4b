using ActorMft.Domain.Resources;
using ActorMft.Node.Mounts;
using ActorMft.Sftp;
using ActorMft.Ssh.Client;

namespace ActorMft.Node.Remotes;

/// <summary>A connection over SSH; owns both layers and the socket.</summary>
internal sealed class RemoteConnection(
    RemoteSpec spec, SshClient ssh, SftpClient sftp, OutboundSocket socket, string loginDirectory, TimeProvider time) : IRemoteConnection
{
    /// <summary>For the farewell, and again for the peer to close its side.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private string _told = "";

    public RemoteSpec Spec => spec;

    public ISftpFileSystem Files => sftp;

    public string LoginDirectory => loginDirectory;

    public string ServerIdent => ssh.ServerIdent;

    public string HostKey => ssh.HostKey.Fingerprint;

    public string Algorithms => ssh.Algorithms;

    public bool IsAlive => !ssh.Completion.IsCompleted && !sftp.Completion.IsCompleted;

    public void Tell(MountRoute route)
    {
        var text = route.ToString();
        lock (_gate)
        {
            if (_told != text && sftp.Knows(MountRoute.Extension))
            {
                _told = text;

                // Requests leave in the order of the calls. A refusal changes nothing, and a lost connection shows at the next request.
                _ = sftp.TellAsync(MountRoute.Extension, text, CancellationToken.None)
                    .ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
    }

    /// <summary>The socket is closed when this returns, whatever the peer does.</summary>
    public async ValueTask DisposeAsync()
    {
        var farewell = SayFarewellAsync();
        try
        {
            await farewell.WaitAsync(_patience, time);
            await socket.CloseAsync(_patience, time);
        }
        catch (TimeoutException)
        {
            socket.Dispose();
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task SayFarewellAsync()
    {
        await sftp.DisposeAsync();
        await ssh.DisposeAsync();
    }
}

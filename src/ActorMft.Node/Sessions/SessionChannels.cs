using ActorMft.Sftp;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Server;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>Serves SFTP on the channels of one connection.</summary>
internal static class SessionChannels
{
    /// <summary>Runs until the connection and all its channels have ended.</summary>
    public static async Task RunAsync(SshServerConnection connection, PartnerSession session, SessionHome home, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(typeof(SftpServer));
        var options = new SftpServerOptions
        {
            ClientIdent = connection.ClientIdent,
            OnRequest = session.OnCommand,
            Logger = logger,
            TimeProvider = time,
        };
        var channels = new List<Task>();
        while (await connection.AcceptChannelAsync(CancellationToken.None) is { } channel)
        {
            // File operations block; they must not run on the connection's own loop.
            channels.Add(Task.Run(() => ServeAsync(channel, home.Files, options)));
            channels.RemoveAll(task => task.IsCompleted);
        }

        await connection.Completion;
        await Task.WhenAll(channels);
    }

    private static async Task ServeAsync(SshChannel channel, ISftpFileSystem files, SftpServerOptions options)
    {
        await using (channel)
        {
            try
            {
                await SftpServer.RunAsync(channel, files, options, CancellationToken.None);
                await channel.CloseAsync(exitStatus: 0);
            }
            catch (Exception exception) when (exception is SftpException or Ssh.SshException or IOException)
            {
                // A partner that broke the protocol, or a connection that broke: its handles are disposed, nothing is acknowledged.
                await channel.CloseAsync(exitStatus: 1);
            }
        }
    }
}

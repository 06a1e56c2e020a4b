using System.Collections.Concurrent;
using ActorMft.Sftp;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Server;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>Serves SFTP on the channels of one connection.</summary>
internal static class SessionChannels
{
    private const string Stopping = "The server is stopping. Connect again; uploads and downloads can be continued.";

    /// <summary>
    /// For a client to take in its last answer: one that finds a DISCONNECT right behind it may drop both, and would send again what was
    /// acknowledged.
    /// </summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(500);

    /// <summary>For a client that has ended its channel to end its connection too.</summary>
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs until the connection and all its channels have ended.</summary>
    /// <param name="draining">Once cancelled, ends the session between two commands, when no file is open.</param>
    public static async Task RunAsync(
        SshServerConnection connection, PartnerSession session, SessionHome home, TimeProvider time, ILoggerFactory loggers, CancellationToken draining)
    {
        var logger = loggers.CreateLogger(typeof(SftpServer));
        var options = new SftpServerOptions
        {
            ClientIdent = connection.ClientIdent,
            UserName = connection.UserName,
            OwnExtensions = home.Extensions,
            OnRequest = session.OnCommand,
            EndWhenFree = draining,
            Logger = logger,
            TimeProvider = time,
        };

        // For each channel a task that completes when it is at nothing any more, with whether its client ended it.
        var busy = new ConcurrentDictionary<Task<bool>, byte>();
        var serving = new List<Task>();
        await using var ending = draining.Register(() => _ = CloseWhenFreeAsync(connection, session, busy, time));
        while (await connection.AcceptChannelAsync(CancellationToken.None) is { } channel)
        {
            var free = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            busy[free.Task] = 0;
            _ = free.Task.ContinueWith(task => busy.TryRemove(task, out _), TaskScheduler.Default);

            serving.Add(Task.Run(() => ServeAsync(channel, home.Files, options, connection, free), CancellationToken.None));
            serving.RemoveAll(task => task.IsCompletedSuccessfully);
        }

        await connection.Completion;
        await Task.WhenAll(serving);
    }

    /// <summary>Waits until no channel is at anything, then tells the partner and closes.</summary>
    private static async Task CloseWhenFreeAsync(
        SshServerConnection connection, PartnerSession session, ConcurrentDictionary<Task<bool>, byte> busy, TimeProvider time)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var isServed = !busy.IsEmpty;
        var isLeaving = false;
        while (!busy.IsEmpty)
        {
            isLeaving |= (await Task.WhenAll(busy.Keys)).Contains(true);
        }

        if (isLeaving)
        {
            // The client has what it came for, and takes a DISCONNECT for a failure.
            await connection.Completion.WaitAsync(LeavingTime, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (isServed)
        {
            await Task.Delay(AnswerTime, time);
        }

        await session.CloseAsync(Stopping);
    }

    private static async Task ServeAsync(
        SshChannel channel, ISftpFileSystem files, SftpServerOptions options, SshServerConnection connection, TaskCompletionSource<bool> free)
    {
        await using (channel)
        {
            try
            {
                if (await SftpServer.RunAsync(channel, files, options, CancellationToken.None))
                {
                    await channel.CloseAsync(exitStatus: 0);
                    free.TrySetResult(true);
                    return;
                }

                // The channel stays open until the connection is closed with the reason: a client that sees its channel closed doesn't
                // stay to read it. Its answers are out before that.
                await channel.WhenSentAsync();
                free.TrySetResult(false);
                await connection.Completion;
            }
            catch (Exception exception) when (exception is SftpException or Ssh.SshException or IOException)
            {
                // A partner that broke the protocol, or a connection that broke: its handles are disposed, nothing is acknowledged.
                await channel.CloseAsync(exitStatus: 1);
            }
            finally
            {
                free.TrySetResult(false);
            }
        }
    }
}

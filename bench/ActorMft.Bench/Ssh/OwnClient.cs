using System.IO.Pipelines;
using System.Net;
using ActorMft.Sftp;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Sockets;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Bench.Ssh;

/// <summary>A session of ActorMft's own client with one of the servers.</summary>
internal sealed class OwnClient : IAsyncDisposable
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(1);

    private readonly SshClient _ssh;
    private readonly SshChannel _channel;

    private OwnClient(SshClient ssh, SshChannel channel, SftpClient sftp)
    {
        _ssh = ssh;
        _channel = channel;
        Sftp = sftp;
    }

    internal SftpClient Sftp { get; }

    /// <param name="cipher">Null: all, the first that the server has.</param>
    /// <param name="window">Bytes on the way: of the channel, and of one read or write call.</param>
    internal static async Task<OwnClient> ConnectAsync(MeasuredServer server, string? cipher = null, int window = 8 * 1024 * 1024)
    {
        using var key = SshPrivateKey.Parse(await File.ReadAllTextAsync(server.Workspace.KeyFile));
        var stream = await SocketStream.OpenAsync(new IPEndPoint(IPAddress.Loopback, server.Port), CancellationToken.None);
        var options = new SshClientOptions
        {
            UserName = server.User,
            VerifyHostKey = static (_, _) => ValueTask.FromResult(true),
            Keys = [key],
            ChannelWindow = window,
            KeepAlive = null,
            Algorithms = new SshAlgorithmPreferences { Ciphers = cipher is null ? null : [cipher], Macs = [Ciphers.Mac] },
        };
        var ssh = await SshClient.ConnectAsync(stream, options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        try
        {
            var channel = await ssh.OpenSubsystemAsync("sftp", CancellationToken.None);
            return new OwnClient(ssh, channel, await SftpClient.StartAsync(new KeptPipe(channel), new SftpClientOptions { Window = window }, CancellationToken.None));
        }
        catch
        {
            await ssh.DisposeAsync();
            throw;
        }
    }

    internal async Task UploadAsync(string path, string name)
    {
        using var local = File.OpenHandle(path);
        await Sftp.UploadAsync(local, name, 0, null, CancellationToken.None);
    }

    internal async Task DownloadAsync(string name, string path)
    {
        using var local = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        await Sftp.DownloadAsync(name, local, 0, null, CancellationToken.None);
    }

    /// <summary>
    /// Ends the session as OpenSSH's client does: by the channel's EOF first, and the connection when the server has told the exit status.
    /// A child of sshd that was not waited for by then would not be counted.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await Sftp.DisposeAsync();
        using var pause = new PeriodicTimer(_look);
        while (_channel.ExitStatus is null && !_ssh.Completion.IsCompleted)
        {
            await pause.WaitForNextTickAsync();
        }

        await _ssh.DisposeAsync();
    }

    /// <summary>The channel without its end: the SFTP client ends what it writes, and no more.</summary>
    private sealed class KeptPipe(SshChannel channel) : IDuplexPipe
    {
        public PipeReader Input => channel.Input;

        public PipeWriter Output => channel.Output;
    }
}

using System.Net;
using ActorMft.Sftp;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Cli.Demo;

/// <summary>Our own client, for machines without the stock one.</summary>
internal sealed class OwnClient(DemoDirectory directory, IPEndPoint server, TimeProvider time) : IDemoClient
{
    public string Name => "our own SFTP client";

    public Task UploadAsync(string user, string file, string folder, CancellationToken cancellationToken) => UseAsync(
        user,
        async client =>
        {
            await MakeFolderAsync(client, folder, cancellationToken);
            using var source = File.OpenHandle(file);
            await client.UploadAsync(source, $"{folder}/{Path.GetFileName(file)}", 0, null, cancellationToken);
        },
        cancellationToken);

    public Task DownloadAsync(string user, string remotePath, string file, CancellationToken cancellationToken) => UseAsync(
        user,
        async client =>
        {
            using var target = File.OpenHandle(file, FileMode.Create, FileAccess.ReadWrite);
            await client.DownloadAsync(remotePath, target, 0, null, cancellationToken);
        },
        cancellationToken);

    private static async Task MakeFolderAsync(SftpClient client, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await client.MakeDirectoryAsync(folder, default, cancellationToken);
        }
        catch (SftpException e) when (e.Status is SftpStatus.Failure)
        {
            // It is there from the run before; if not, the upload says so.
        }
    }

    private async Task UseAsync(string user, Func<SftpClient, Task> use, CancellationToken cancellationToken)
    {
        using var key = SshPrivateKey.Parse(await File.ReadAllTextAsync(directory.PartnerKey, cancellationToken));
        var stream = await SocketStream.OpenAsync(server, cancellationToken);
        var options = new SshClientOptions
        {
            UserName = user,
            Keys = [key],

            // The server is this very process.
            VerifyHostKey = (_, _) => ValueTask.FromResult(true),
        };
        await using var connection = await SshClient.ConnectAsync(stream, options, NullLogger.Instance, time, cancellationToken);
        await using var channel = await connection.OpenSubsystemAsync("sftp", cancellationToken);
        await using var client = await SftpClient.StartAsync(channel, new SftpClientOptions(), cancellationToken);
        await use(client);
    }
}

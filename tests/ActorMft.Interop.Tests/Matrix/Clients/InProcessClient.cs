using System.Net.Sockets;
using ActorMft.Sftp;
using ActorMft.Ssh;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>The product's own client, in this process.</summary>
internal abstract class InProcessClient : MatrixClient
{
    /// <summary>Low, so that the file of <see cref="Operations.Rekey"/> crosses it several times.</summary>
    private const long RekeyBytes = 8 << 20;

    public override IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Rekey] = $"the client asks for new keys every {RekeyBytes >> 20} MiB",
    };

    /// <summary>What the client calls itself.</summary>
    protected virtual string SoftwareVersion => new SshClientOptions { UserName = "", VerifyHostKey = static (_, _) => default }.SoftwareVersion;

    public override Task<string> VersionAsync() => Task.FromResult(SoftwareVersion);

    public override async Task<ProcessRun> RunAsync(Target target, Step step)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await using var ssh = await ConnectAsync(target, step.Login, limit.Token);
            await using var sftp = await SftpClient.OpenAsync(ssh, new SftpClientOptions(), limit.Token);
            await DoAsync(sftp, step, limit.Token);
            return new ProcessRun(0, "", "");
        }
        catch (Exception exception) when (exception is SshException or SftpException or IOException or SocketException or OperationCanceledException)
        {
            return new ProcessRun(1, "", exception.Message);
        }
    }

    /// <summary>Sends a file from its start.</summary>
    protected virtual async Task PutAsync(SftpClient sftp, string local, string remote, CancellationToken cancellationToken)
    {
        using var source = Open(local, FileMode.Open);
        await sftp.UploadAsync(source, remote, 0, null, cancellationToken);
    }

    /// <summary>Sends what is missing at the end of a remote file.</summary>
    protected virtual async Task ResumePutAsync(SftpClient sftp, string local, string remote, CancellationToken cancellationToken)
    {
        using var source = Open(local, FileMode.Open);
        await sftp.UploadAsync(source, remote, (await sftp.StatAsync(remote, cancellationToken)).Size!.Value, null, cancellationToken);
    }

    /// <summary>Makes a symbolic link.</summary>
    protected virtual async Task LinkAsync(SftpClient sftp, string link, string leadsTo, CancellationToken cancellationToken) =>
        await sftp.SymbolicLinkAsync(link, leadsTo, cancellationToken);

    protected static SafeFileHandle Open(string path, FileMode mode) =>
        File.OpenHandle(path, mode, mode is FileMode.Open ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite);

    private static async Task GetAsync(SftpClient sftp, string local, string remote, CancellationToken cancellationToken)
    {
        using var file = Open(local, FileMode.OpenOrCreate);
        await sftp.DownloadAsync(remote, file, RandomAccess.GetLength(file), null, cancellationToken);
    }

    private static async Task GetFolderAsync(SftpClient sftp, string local, string remote, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(local);
        await using var directory = await sftp.OpenDirectoryAsync(remote, cancellationToken);
        while (await directory.ReadAsync(cancellationToken) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                var path = Path.Combine(local, entry.Name);
                var source = $"{remote}/{entry.Name}";
                await (entry.Attributes.IsDirectory ? GetFolderAsync(sftp, path, source, cancellationToken) : GetAsync(sftp, path, source, cancellationToken));
            }
        }
    }

    private async Task<SshClient> ConnectAsync(Target target, LoginMethod login, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", target.Port, cancellationToken);
        var options = new SshClientOptions
        {
            UserName = target.User,
            VerifyHostKey = (key, _) => new ValueTask<bool>(target.Fingerprints.Contains(key.Fingerprint)),
            Keys = login is LoginMethod.Key ? [SshPrivateKey.Parse(await File.ReadAllTextAsync(target.Keys.Ed25519, cancellationToken))] : [],
            Password = login is LoginMethod.Password ? target.Password : null,
            SoftwareVersion = SoftwareVersion,
            RekeyBytes = RekeyBytes,
        };
        return await SshClient.ConnectAsync(new NetworkStream(socket, ownsSocket: true), options, NullLogger.Instance, TimeProvider.System, cancellationToken);
    }

    private async Task DoAsync(SftpClient sftp, Step step, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case StepKind.Get or StepKind.ResumeGet:
                await GetAsync(sftp, step.Local, step.Remote, cancellationToken);
                break;
            case StepKind.Put:
                await PutAsync(sftp, step.Local, step.Remote, cancellationToken);
                break;
            case StepKind.ResumePut:
                await ResumePutAsync(sftp, step.Local, step.Remote, cancellationToken);
                break;
            case StepKind.Rename:
                await sftp.RenameAsync(step.Remote, step.NewRemote, overwrite: false, cancellationToken);
                break;
            case StepKind.Link:
                await LinkAsync(sftp, step.NewRemote, step.LinkText, cancellationToken);
                break;
            case StepKind.GetFolder:
                await GetFolderAsync(sftp, step.Local, step.Remote, cancellationToken);
                break;
            case StepKind.PutFolder:
                await PutFolderAsync(sftp, step.Local, step.Remote, cancellationToken);
                break;
            default:
                throw Unknown(step);
        }
    }

    private async Task PutFolderAsync(SftpClient sftp, string local, string remote, CancellationToken cancellationToken)
    {
        await sftp.MakeDirectoryAsync(remote, default, cancellationToken);
        foreach (var file in Directory.EnumerateFiles(local))
        {
            await PutAsync(sftp, file, $"{remote}/{Path.GetFileName(file)}", cancellationToken);
        }

        foreach (var folder in Directory.EnumerateDirectories(local))
        {
            await PutFolderAsync(sftp, folder, $"{remote}/{Path.GetFileName(folder)}", cancellationToken);
        }
    }
}

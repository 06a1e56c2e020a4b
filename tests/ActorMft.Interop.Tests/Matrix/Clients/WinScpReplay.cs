using ActorMft.Sftp;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>
/// WinSCP runs on Windows only. This sends, under its name, the requests that it sends for an upload: to <c>NAME.filepart</c> without truncation,
/// close, remove the old file, rename, set the time. A broken upload is continued in the part.
/// </summary>
internal sealed class WinScpReplay : InProcessClient
{
    private const uint SomeTime = 1_700_000_000;

    public override string Name => "WinSCP (its requests)";

    public override IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(base.Notes, StringComparer.Ordinal)
    {
        [Operations.Put] = "WinSCP needs Windows: its requests for an upload are sent by our client under its identification",
    };

    public override string PartSuffix => ".filepart";

    protected override string SoftwareVersion => "WinSCP_release_6.3.5";

    protected override async Task PutAsync(SftpClient sftp, string local, string remote, CancellationToken cancellationToken)
    {
        var part = remote + PartSuffix;
        await WriteAsync(sftp, local, part, 0, cancellationToken);
        await FinishAsync(sftp, part, remote, cancellationToken);
    }

    protected override async Task ResumePutAsync(SftpClient sftp, string local, string remote, CancellationToken cancellationToken)
    {
        var part = remote + PartSuffix;
        await WriteAsync(sftp, local, part, (await sftp.StatAsync(part, cancellationToken)).Size!.Value, cancellationToken);
        await FinishAsync(sftp, part, remote, cancellationToken);
    }

    // The draft's order, as WinSCP has it for servers that don't call themselves OpenSSH.
    protected override async Task LinkAsync(SftpClient sftp, string link, string leadsTo, CancellationToken cancellationToken) =>
        await sftp.SymbolicLinkAsync(leadsTo, link, cancellationToken);

    private static async Task WriteAsync(SftpClient sftp, string local, string part, long offset, CancellationToken cancellationToken)
    {
        using var source = Open(local, FileMode.Open);
        await using var file = await sftp.OpenAsync(part, SftpOpenFlags.Write | SftpOpenFlags.Create, default, cancellationToken);
        var block = new byte[32 * 1024];
        for (var read = 0; (read = await RandomAccess.ReadAsync(source, block, offset, cancellationToken)) > 0; offset += read)
        {
            await file.WriteAsync(offset, new(block, 0, read), cancellationToken);
        }

        await file.CloseAsync(cancellationToken);
    }

    private static async Task FinishAsync(SftpClient sftp, string part, string remote, CancellationToken cancellationToken)
    {
        try
        {
            await sftp.RemoveAsync(remote, cancellationToken);
        }
        catch (SftpException exception) when (exception.Status is SftpStatus.NoSuchFile)
        {
            // There was no older version.
        }

        await sftp.RenameAsync(part, remote, overwrite: false, cancellationToken);
        await sftp.SetStatAsync(remote, new SftpAttributes { AccessTime = SomeTime, ModifyTime = SomeTime }, cancellationToken);
    }
}

using System.CommandLine;
using ActorMft.Cli.Terminal;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Cli.Sftp;

/// <summary><c>actormft sftp-server</c>: the SFTP server on standard input and output.</summary>
internal sealed class SftpServerCommand : CliCommand
{
    private readonly CliContext _context;
    private readonly Option<string> _root = new("--root") { Description = "the directory to serve; nothing outside of it can be reached (default: the current one)", HelpName = "DIR", DefaultValueFactory = _ => "." };
    private readonly Option<string> _start = new("--start", "-d") { Description = "where relative paths start, seen from the served directory (default: the served directory itself)", HelpName = "PATH", DefaultValueFactory = _ => SftpPath.Root };
    private readonly Option<bool> _readOnly = new("--read-only", "-R") { Description = "refuse every change" };

    public SftpServerCommand(CliContext context)
        : base("sftp-server", "Serves a directory over SFTP on standard input and output, as sshd's sftp-server does.")
    {
        _context = context;
        Add(_root);
        Add(_start);
        Add(_readOnly);
        SetAction(RunAsync);
        Examples =
        [
            new("sftp -D \"actormft sftp-server --root /srv/files\"", "the stock client over a pipe, without SSH"),
            new("actormft sftp-server --root / --start \"$PWD\"", "the whole machine, with the user's rights, as OpenSSH's sftp-server does"),
            new("Subsystem sftp /usr/bin/actormft sftp-server --root /srv/files", "in sshd_config"),
        ];
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(result.GetRequiredValue(_root), _context.Directory);
        if (!Directory.Exists(root))
        {
            throw CliException.Usage($"There is no directory '{root}' to serve.");
        }
        using var local = new LocalFileSystem(root, new LocalFileSystemOptions());
        ISftpFileSystem files = result.GetValue(_readOnly) ? new ReadOnlyFileSystem(local) : local;
        await using var transport = StandardPipe.Open();
        try
        {
            await SftpServer.RunAsync(transport, files, new SftpServerOptions { TimeProvider = _context.Time, StartDirectory = SftpPath.Normalize(result.GetRequiredValue(_start)), UserName = Environment.UserName }, cancellationToken);
        }
        catch (SftpException e)
        {
            throw new CliException(e.Message);
        }
        return ExitCode.Done;
    }
}

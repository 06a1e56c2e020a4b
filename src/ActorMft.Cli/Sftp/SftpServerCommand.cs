using System.CommandLine;
using ActorMft.Cli.Logging;
using ActorMft.Cli.Terminal;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Cli.Sftp;

/// <summary><c>actormft sftp-server</c>: the SFTP server on standard input and output.</summary>
internal sealed class SftpServerCommand : CliCommand
{
    private readonly CliContext _context;
    private readonly Option<string> _root = new("--root") { Description = "the directory to serve; nothing outside of it can be reached (default: the current one)", HelpName = "DIR", DefaultValueFactory = _ => "." };
    private readonly Option<string> _start = new("--start", "-d") { Description = "where relative paths start, seen from the served directory (default: the served directory itself)", HelpName = "PATH", DefaultValueFactory = _ => SftpPath.Root };
    private readonly Option<bool> _readOnly = new("--read-only", "-R") { Description = "refuse every change" };

    private readonly Option<string?> _allowed = new("--allow", "-p") { Description = "the only requests that are done, by OpenSSH's names (default: all)", HelpName = "LIST" };
    private readonly Option<string?> _denied = new("--deny", "-P") { Description = "requests that are refused: open,read,write,posix-rename...", HelpName = "LIST" };
    private readonly Option<bool> _log = new("--log", "-e") { Description = "log what is refused to standard error" };
    private readonly Option<string> _level = new("--log-level", "-l") { Description = "with --log: QUIET, ERROR, INFO or DEBUG, or another of OpenSSH's words", HelpName = "LEVEL", DefaultValueFactory = _ => "ERROR" };

    // scp -D starts its server with the arguments that ssh would get: the host and "sftp". OpenSSH's server ignores them too.
    private readonly Argument<string[]> _ignored = new("ignored") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };

    public SftpServerCommand(CliContext context)
        : base("sftp-server", "Serves a directory over SFTP on standard input and output, as sshd's sftp-server does.")
    {
        _context = context;
        Add(_root);
        Add(_start);
        Add(_readOnly);
        Add(_allowed);
        Add(_denied);
        Add(_log);
        Add(_level);
        Add(_ignored);
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
        var level = Level(result.GetRequiredValue(_level));
        using var log = new CalmLoggerProvider(_context.Error, level, _context.Time);
        using var local = new LocalFileSystem(root, new LocalFileSystemOptions());
        ISftpFileSystem files = result.GetValue(_readOnly) ? new ReadOnlyFileSystem(local) : local;
        await using var transport = StandardPipe.Open();
        try
        {
            var options = new SftpServerOptions
            {
                TimeProvider = _context.Time,
                StartDirectory = SftpPath.Normalize(result.GetRequiredValue(_start)),
                UserName = Environment.UserName,
                IsAllowed = Rule(result.GetValue(_allowed), result.GetValue(_denied)),
                Logger = result.GetValue(_log) ? log.CreateLogger("sftp-server") : NullLogger.Instance,
            };
            await SftpServer.RunAsync(transport, files, options, cancellationToken);
        }
        catch (SftpException e)
        {
            throw new CliException(e.Message);
        }
        return ExitCode.Done;
    }

    private static Func<string, bool>? Rule(string? allowed, string? denied)
    {
        var only = allowed?.Split(',');
        var never = denied?.Split(',') ?? [];
        return only is null && never.Length == 0 ? null : name => !never.Contains(name) && only?.Contains(name) != false;
    }

    private static LogLevel Level(string word) => word.ToUpperInvariant() switch
    {
        "QUIET" => LogLevel.None,
        "FATAL" => LogLevel.Critical,
        "ERROR" => LogLevel.Error,
        "INFO" or "VERBOSE" => LogLevel.Information,
        "DEBUG" or "DEBUG1" or "DEBUG2" or "DEBUG3" => LogLevel.Debug,
        _ => throw CliException.Usage($"--log-level is '{word}'; allowed are QUIET, FATAL, ERROR, INFO, VERBOSE, DEBUG, DEBUG1, DEBUG2 and DEBUG3."),
    };
}

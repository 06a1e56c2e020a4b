using System.CommandLine;
using ActorMft.Cli.Logging;
using ActorMft.Cli.Terminal;
using ActorMft.Node.Hosting;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging;

namespace ActorMft.Cli.Serve;

/// <summary><c>actormft serve</c>: runs a node until it is told to stop.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly CliContext _context;

    private readonly Option<string?> _config = new("--config", "-c")
    {
        Description = $"the settings file; default: {SettingsLoader.DefaultFile} here, if there is one",
        HelpName = "FILE",
    };

    private readonly Option<string> _logLevel = new("--log-level")
    {
        Description = "what to log to standard error",
        HelpName = "debug|info|warn|error",
        DefaultValueFactory = _ => "info",
    };

    public ServeCommand(CliContext context)
        : base("serve", "Runs a node. Prints a line 'ready sftp=HOST:PORT management=URL' when it accepts connections; SIGTERM or Ctrl-C lets work end and stops it.")
    {
        _context = context;
        _logLevel.AcceptOnlyFromAmong("debug", "info", "warn", "error");
        Add(_config);
        Add(_logLevel);
        SetAction(RunAsync);
        Examples =
        [
            new("actormft serve", $"with {SettingsLoader.DefaultFile} of this directory, or all defaults: SFTP on port 2222, data in ./data"),
            new("actormft serve --config /etc/actormft.yaml", "with a settings file"),
            new("ACTORMFT__SFTP__LISTEN=0.0.0.0:22 actormft serve", "any setting can also be a variable"),
        ];
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var settings = Load(result.GetValue(_config));
        var level = result.GetValue(_logLevel) switch
        {
            "debug" => LogLevel.Debug,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        };
        using var provider = new CalmLoggerProvider(_context.Error, level, _context.Time);
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(level).AddProvider(provider));
        try
        {
            await using var node = await MftNode.StartAsync(settings, loggers, _context.Time, cancellationToken);
            return await ServeAsync(node, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop while it waited for its database: there is nothing to drain.
            return ExitCode.Done;
        }
    }

    private async Task<int> ServeAsync(MftNode node, CancellationToken cancellationToken)
    {
        _context.Output.WriteLine(node.ReadyLine);
        _context.Output.Flush();
        try
        {
            await node.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await node.DrainAsync();
        }
        catch (Exception e)
        {
            throw new CliException($"The node can't go on and has stopped: {e.Message}");
        }
        return ExitCode.Done;
    }

    private static NodeSettings Load(string? file)
    {
        try
        {
            return SettingsLoader.Load(file);
        }
        catch (SettingsException e)
        {
            throw CliException.Usage(string.Join('\n', e.Problems));
        }
    }
}

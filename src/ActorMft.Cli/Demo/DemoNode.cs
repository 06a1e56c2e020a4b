using ActorMft.Cli.Logging;
using ActorMft.Node.Hosting;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging;

namespace ActorMft.Cli.Demo;

/// <summary>A node inside this process, on free ports of this machine, logging to a file.</summary>
internal sealed class DemoNode : IAsyncDisposable
{
    private readonly StreamWriter _log;
    private readonly ILoggerFactory _loggers;

    private DemoNode(MftNode node, StreamWriter log, ILoggerFactory loggers)
    {
        Node = node;
        _log = log;
        _loggers = loggers;
    }

    public MftNode Node { get; }

    public static async Task<DemoNode> StartAsync(DemoDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = new StreamWriter(directory.NodeLog, append: false);
        var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(new CalmLoggerProvider(log, LogLevel.Information, time)));
        try
        {
            return new DemoNode(await MftNode.StartAsync(Settings(directory), loggers, time, cancellationToken), log, loggers);
        }
        catch
        {
            loggers.Dispose();
            await log.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        _loggers.Dispose();
        await _log.DisposeAsync();
    }

    private static NodeSettings Settings(DemoDirectory directory) => new()
    {
        NodeName = "demo",
        Database = new DatabaseSettings(DatabaseKind.Sqlite, directory.Database),
        Storage = new StorageSettings { Path = directory.Storage },
        Sftp = new SftpSettings { Listen = new ListenAddress("127.0.0.1", 0) },
        Management = new ManagementSettings { Listen = new ListenAddress("127.0.0.1", 0), AdminTokenFile = directory.AdminToken },
        Secrets = new SecretSettings { KeyFile = directory.SecretKey },
    };
}

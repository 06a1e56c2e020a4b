using Microsoft.Extensions.Logging;

namespace ActorMft.Cli.Logging;

/// <summary>One line per entry: UTC time, level, part of the node, message. Nothing that others chose can break out of its line.</summary>
internal sealed class CalmLoggerProvider(TextWriter output, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => new CalmLogger(this, categoryName, minimum);

    public void Dispose() => output.Flush();

    internal void Write(string category, LogLevel level, string message)
    {
        var line = LogLine.Format(time.GetUtcNow(), level, category, message);
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}

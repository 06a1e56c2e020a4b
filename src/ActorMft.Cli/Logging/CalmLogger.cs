using Microsoft.Extensions.Logging;

namespace ActorMft.Cli.Logging;

/// <summary>The log of one part of the node.</summary>
internal sealed class CalmLogger(CalmLoggerProvider provider, string category, LogLevel minimum) : ILogger
{
    /// <summary>The web server's own chatter matters only when something is wrong.</summary>
    private readonly LogLevel _minimum = category.StartsWith("Microsoft.", StringComparison.Ordinal) && minimum >= LogLevel.Information ? LogLevel.Warning : minimum;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= _minimum && logLevel is not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }
        var message = formatter(state, exception);
        if (exception is not null)
        {
            // Expected failures need their sentence; unexpected ones need the place too.
            message += logLevel >= LogLevel.Error || minimum <= LogLevel.Debug ? $": {exception}" : $": {exception.Message}";
        }
        provider.Write(category, logLevel, message);
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActorMft.Fuzz.Tests;

/// <summary>Keeps what is logged as an error: the loops of the product catch what they didn't expect and log it.</summary>
internal sealed class ErrorLog : ILogger
{
    private readonly ConcurrentQueue<Exception> _errors = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _errors.Enqueue(exception ?? new InvalidOperationException(formatter(state, exception)));
        }
    }

    public void ThrowFirst()
    {
        if (_errors.TryDequeue(out var error))
        {
            throw new InvalidOperationException("An error was logged: " + error.Message + Environment.NewLine + error.StackTrace, error);
        }
    }
}

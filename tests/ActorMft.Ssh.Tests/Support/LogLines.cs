using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>Keeps what is logged, and lets a test wait for it.</summary>
internal sealed class LogLines : ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            _lines.Add(formatter(state, exception));
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public int Count(string part)
    {
        lock (_gate)
        {
            return _lines.Count(line => line.Contains(part, StringComparison.Ordinal));
        }
    }

    /// <summary>Waits until so many lines have the part in them.</summary>
    public async Task ExpectAsync(string part, int count = 1)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                more = _more.Task;
            }

            if (Count(part) >= count)
            {
                return;
            }

            await more.WaitAsync(Defaults.Patience);
        }
    }
}

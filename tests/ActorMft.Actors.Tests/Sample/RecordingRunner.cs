using System.Threading.Channels;

namespace ActorMft.Actors.Tests.Sample;

/// <summary>Tells of every run's start and end; a run lasts until it is cancelled, unless the behavior says otherwise.</summary>
internal sealed class RecordingRunner(Func<WorkItem, IMessenger, CancellationToken, Task>? behavior = null) : IWorkRunner
{
    private readonly Channel<string> _log = Channel.CreateUnbounded<string>();

    public async Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken)
    {
        _log.Writer.TryWrite($"start {work.WorkId} {((SomeWork)work.Payload).Text} {work.Run}");
        try
        {
            await (behavior ?? UntilCancelledAsync)(work, messenger, cancellationToken);
        }
        finally
        {
            _log.Writer.TryWrite($"end {work.WorkId}");
        }
    }

    internal async Task<string> NextAsync()
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(20));
        return await _log.Reader.ReadAsync(timeout.Token);
    }

    private static Task UntilCancelledAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken);
}

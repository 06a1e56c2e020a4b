using ActorMft.Actors;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Files;

/// <summary>Sweeps the pins from time to time, for as long as the node runs.</summary>
internal sealed partial class PinSweeper : IAsyncDisposable
{
    private readonly PinSweep _sweep;
    private readonly TimeProvider _time;
    private readonly ILogger<PinSweeper> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private PinSweeper(PinSweep sweep, TimeProvider time, ILogger<PinSweeper> logger)
    {
        _sweep = sweep;
        _time = time;
        _logger = logger;
        _loop = LoopAsync(_stop.Token);
    }

    public static PinSweeper Start(PinSweep sweep, TimeProvider time, ILogger<PinSweeper> logger) => new(sweep, time, logger);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync(CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await TrySweepAsync(stop);
                await Task.Delay(PinSweep.SafeAge, _time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    private async Task TrySweepAsync(CancellationToken stop)
    {
        try
        {
            await _sweep.RunAsync(PinSweep.SafeAge, stop);
        }
        catch (Exception exception) when (exception is StoreException or FileStoreException or IOException or UnauthorizedAccessException or RequestFailedException)
        {
            LogNotSwept(exception.Message);
        }
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Files of uploads that were never acknowledged couldn't be dropped, which is tried again: {Reason}")]
    private partial void LogNotSwept(string reason);
}

using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Connector;

/// <summary>Says on the error stream how far a transfer is that takes longer than a second: bytes, rate, time left.</summary>
internal sealed class ProgressLine(CliContext context, string what, long? size)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly long _started = context.Time.GetTimestamp();
    private long _shown = context.Time.GetTimestamp();
    private long _done;

    public long Done => _done;

    public void Add(int bytes)
    {
        _done += bytes;
        if (context.IsInteractive && context.Time.GetElapsedTime(_shown) >= Every)
        {
            _shown = context.Time.GetTimestamp();
            context.Error.WriteLine(TerminalText.Clean(Text()));
        }
    }

    private string Text()
    {
        var rate = _done / context.Time.GetElapsedTime(_started).TotalSeconds;
        var left = size is { } all && rate > 0 ? $", {Quantity.Duration(TimeSpan.FromSeconds((all - _done) / rate))} left" : "";
        var part = size is { } total ? $" of {Quantity.Bytes(total)} ({Quantity.Percent(_done, total)} %)" : "";
        return $"{what}: {Quantity.Bytes(_done)}{part}, {Quantity.Rate(rate)}{left}";
    }
}

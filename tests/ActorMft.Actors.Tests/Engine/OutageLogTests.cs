using ActorMft.Actors.Engine;
using Microsoft.Extensions.Logging;

namespace ActorMft.Actors.Tests.Engine;

public sealed class OutageLogTests
{
    private readonly SteppedTime _time = new();
    private readonly Lines _lines = new();
    private readonly OutageLog _log;

    public OutageLogTests() => _log = new OutageLog(_time, _lines);

    [Fact]
    public void Outage_is_one_line_for_all_shards_one_now_and_then_and_one_at_its_end()
    {
        for (int shard = 0; shard < 64; shard++)
        {
            _log.Failed(new StoreException(StoreFailure.Unavailable, "It is away."));
        }

        _time.Step(OutageLog.SayEvery);
        _log.Failed(new StoreException(StoreFailure.Unavailable, "It is away."));
        _time.Step(TimeSpan.FromSeconds(2));
        _log.Answered();
        _log.Answered();

        _lines.All.ShouldBe(
        [
            "It is away. What it was asked is tried again (0 more failures since the last line).",
            "It is away. What it was asked is tried again (63 more failures since the last line).",
            "The database answers again, after 12 s.",
        ]);
    }

    [Fact]
    public void Next_outage_is_told_at_once()
    {
        _log.Failed(new StoreException(StoreFailure.Unavailable, "It is away."));
        _log.Answered();
        _log.Failed(new StoreException(StoreFailure.Full, "It is full."));
        _lines.All.Count.ShouldBe(3);
    }

    private sealed class Lines : ILogger
    {
        internal List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        internal void Step(TimeSpan time) => _now += time.Ticks;
    }
}

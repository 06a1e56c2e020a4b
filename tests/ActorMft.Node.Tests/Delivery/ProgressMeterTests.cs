using ActorMft.Node.Delivery;
using ActorMft.Node.Management;

namespace ActorMft.Node.Tests.Delivery;

public sealed class ProgressMeterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Rate_and_time_left_follow_what_was_sent()
    {
        var meter = new ProgressMeter(size: 10_000, offset: 0, _time);
        _time.Advance(TimeSpan.FromSeconds(1));
        meter.Report(2_000);
        meter.Read().ShouldBe(new LiveTransfer(2_000, 2_000, 4));
    }

    [Fact]
    public void Continued_attempt_counts_only_what_it_sent_itself()
    {
        var meter = new ProgressMeter(size: 10_000, offset: 6_000, _time);
        _time.Advance(TimeSpan.FromSeconds(1));
        meter.Report(7_000);
        meter.Sent.ShouldBe(1_000);
        meter.Read().BytesPerSecond.ShouldBe(1_000);
    }

    [Fact]
    public void Time_left_is_unknown_while_nothing_moves() =>
        new ProgressMeter(size: 10_000, offset: 0, _time).Read().SecondsLeft.ShouldBeNull();

    [Fact]
    public void Late_end_of_an_old_attempt_leaves_the_new_one_visible()
    {
        var registry = new ProgressRegistry(_time);
        var old = registry.Begin("t1", 100, 0);
        registry.Begin("t1", 100, 50);
        registry.End("t1", old);
        registry.Find("t1")!.Bytes.ShouldBe(50);
    }
}

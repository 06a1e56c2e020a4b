using ActorMft.Actors.Engine;
using ActorMft.Actors.Tests.Simulation;

namespace ActorMft.Actors.Tests.Engine;

/// <summary>A node's reckoning of the store's clock, its own being minutes off.</summary>
public sealed class StoreClockTests
{
    private static readonly DateTimeOffset Start = new(2031, 5, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly World _world = new(1);
    private readonly StoreClock _clock;

    public StoreClockTests() => _clock = new StoreClock(new SimulatedTime(_world, _world.NewContext(), TimeSpan.FromMinutes(7)));

    private DateTimeOffset StoreTime => Start + TimeSpan.FromTicks(_world.Now);

    [Fact]
    public void Before_the_first_reading_it_shows_the_local_date() =>
        _clock.GetUtcNow().ShouldBe(SimulatedTime.Epoch + TimeSpan.FromMinutes(7));

    [Fact]
    public void After_a_reading_it_runs_with_the_store_whatever_the_local_date_is()
    {
        Read(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        _world.RunFor(TimeSpan.FromMinutes(3));
        _clock.GetUtcNow().ShouldBe(StoreTime);
    }

    [Fact]
    public void A_slow_reading_does_not_replace_a_sharp_one()
    {
        Read(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        Read(TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(1));
        _clock.GetUtcNow().ShouldBe(StoreTime);
    }

    [Fact]
    public void A_sharp_reading_replaces_a_slow_one()
    {
        Read(TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(1));
        (_clock.GetUtcNow() - StoreTime).Duration().ShouldBeInRange(TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2.1));
        Read(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        _clock.GetUtcNow().ShouldBe(StoreTime);
    }

    [Fact]
    public void A_clock_that_was_set_is_followed_at_once()
    {
        Read(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        Read(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20), TimeSpan.FromHours(-1));
        _clock.GetUtcNow().ShouldBe(StoreTime - TimeSpan.FromHours(1));
    }

    private void Read(TimeSpan there, TimeSpan back, TimeSpan offset = default)
    {
        long sentAt = _world.Now;
        _world.RunFor(there);
        DateTimeOffset read = StoreTime + offset;
        _world.RunFor(back);
        _clock.Learn(read, sentAt, _world.Now);
    }
}

using ActorMft.Node.Supervision;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Node.Tests.Supervision;

public sealed class WatchdogRuleTests
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData(5.0, true)]
    [InlineData(5.5, true)]
    [InlineData(7.0, false)]
    public void Half_a_lease_is_a_time_that_can_be_promised(double watchdog, bool can) =>
        new WatchdogRule(TimeSpan.FromSeconds(watchdog), _lease).CanPromise.ShouldBe(can);

    [Fact]
    public void Without_a_lease_all_is_well_once_the_connections_are_closed()
    {
        var rule = new WatchdogRule(TimeSpan.FromSeconds(5), _lease);
        rule.MayTell(null, openSockets: 1).ShouldBeFalse();
        rule.MayTell(null, openSockets: 0).ShouldBeTrue();
    }

    [Fact]
    public void Renewals_every_third_of_a_lease_keep_the_watchdog_content()
    {
        var rule = new WatchdogRule(TimeSpan.FromSeconds(5), _lease);
        for (var sinceRenewal = TimeSpan.Zero; sinceRenewal < _lease / 3; sinceRenewal += _tick)
        {
            rule.MayTell(Remaining(sinceRenewal), openSockets: 25).ShouldBeTrue();
        }
    }

    [Fact]
    public void Database_that_goes_away_does_not_get_a_healthy_node_killed()
    {
        var watchdog = TimeSpan.FromSeconds(5);
        var rule = new WatchdogRule(watchdog, _lease);
        var told = TimeSpan.Zero;
        for (var sinceRenewal = TimeSpan.Zero; sinceRenewal < 10 * _lease; sinceRenewal += _tick)
        {
            var remaining = Remaining(sinceRenewal);
            if (rule.MayTell(remaining, openSockets: remaining is null ? 0 : 25))
            {
                told = sinceRenewal;
            }

            (sinceRenewal - told).ShouldBeLessThan(watchdog);
        }
    }

    [Fact]
    public void Process_that_freezes_at_any_moment_is_killed_before_others_may_use_its_slots() => Prop.ForAll(
        Gen.Choose(100, 5_500).ToArbitrary(),
        Gen.Choose(0, 10_000).ToArbitrary(),
        Gen.Choose(0, 500).ToArbitrary(),
        (watchdog, frozenAt, phase) =>
        {
            var rule = new WatchdogRule(TimeSpan.FromMilliseconds(watchdog), _lease);
            TimeSpan? told = null;
            for (var at = TimeSpan.FromMilliseconds(phase); at <= TimeSpan.FromMilliseconds(frozenAt); at += _tick)
            {
                if (Remaining(at) is { } remaining && rule.MayTell(remaining, openSockets: 25))
                {
                    told = at;
                }
            }

            // Told nothing since the renewal: the last word came before it, and the kill comes earlier still.
            if (told is { } last)
            {
                (last + TimeSpan.FromMilliseconds(watchdog)).ShouldBeLessThan(_lease);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static TimeSpan? Remaining(TimeSpan sinceRenewal) =>
        (_lease * 0.8) - sinceRenewal is var left && left > TimeSpan.Zero ? left : null;
}

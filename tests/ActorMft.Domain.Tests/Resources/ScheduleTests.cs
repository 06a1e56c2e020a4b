using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Tests.Resources;

public class ScheduleTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Interval_counts_from_start_to_start_and_a_late_run_comes_at_once()
    {
        var schedule = new Schedule { Every = TimeSpan.FromMinutes(5) };
        schedule.Next(_now, lastStart: null).ShouldBe(_now);
        schedule.Next(_now, _now.AddMinutes(-2)).ShouldBe(_now.AddMinutes(3));
        schedule.Next(_now, _now.AddHours(-2)).ShouldBe(_now);
    }

    [Theory]
    [InlineData("*/5 * * * *", null, "2026-03-01T12:05:00Z")]
    [InlineData("30 */5 * * * *", null, "2026-03-01T12:00:30Z")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-03-02T02:00:00Z")]
    public void Cron_times_are_of_their_time_zone(string cron, string? zone, string next) =>
        new Schedule { Cron = cron, TimeZone = zone }.Next(_now, lastStart: null).ShouldBe(DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Time_that_summer_time_skips_comes_right_after_the_change()
    {
        var beforeChange = new DateTimeOffset(2026, 3, 29, 0, 30, 0, TimeSpan.Zero);
        new Schedule { Cron = "30 2 * * *", TimeZone = "Europe/Berlin" }.Next(beforeChange, null).ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Time_that_winter_time_repeats_comes_once()
    {
        var schedule = new Schedule { Cron = "30 2 * * *", TimeZone = "Europe/Berlin" };
        var first = schedule.Next(new DateTimeOffset(2026, 10, 24, 23, 0, 0, TimeSpan.Zero), null)!.Value;
        first.ShouldBe(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));
        schedule.Next(first, first).ShouldBe(new DateTimeOffset(2026, 10, 26, 1, 30, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(null, null, null, "schedule")]
    [InlineData("5m", "* * * * *", null, "schedule")]
    [InlineData("100ms", null, null, "schedule.every")]
    [InlineData("5m", null, "UTC", "schedule.timeZone")]
    [InlineData(null, "every day", null, "schedule.cron")]
    [InlineData(null, "0 0 30 2 *", null, "schedule.cron")]
    [InlineData(null, "0 0 * * *", "Europe/Berlyn", "schedule.timeZone")]
    public void Schedule_that_makes_no_sense_is_refused(string? every, string? cron, string? zone, string path)
    {
        var problems = new ProblemList(0);
        ScheduleRules.Check(new Schedule { Every = Domain.Json.Duration.TryParse(every, out var interval) ? interval : null, Cron = cron, TimeZone = zone }, "schedule", problems);
        problems.All.ShouldHaveSingleItem().Path.ShouldBe(path);
    }

    [Fact]
    public void Misspelt_time_zone_is_answered_with_the_right_one()
    {
        var problems = new ProblemList(0);
        ScheduleRules.Check(new Schedule { Cron = "0 0 * * *", TimeZone = "Europe/Berln" }, "schedule", problems);
        problems.All.ShouldHaveSingleItem().Allowed.ShouldContain("did you mean Europe/Berlin?");
    }
}

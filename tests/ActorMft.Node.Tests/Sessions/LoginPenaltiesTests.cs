using System.Net;
using ActorMft.Node.Sessions;
using ActorMft.Node.Settings;

namespace ActorMft.Node.Tests.Sessions;

public sealed class LoginPenaltiesTests
{
    private readonly ManualTime _time = new();
    private readonly LoginPenalties _penalties;

    public LoginPenaltiesTests() => _penalties = new LoginPenalties(new PenaltySettings(), _time);

    [Fact]
    public void Two_failures_cost_nothing()
    {
        Fail(2);
        _penalties.Remaining("user anna").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Third_failure_locks_out_for_what_has_gathered()
    {
        Fail(3);
        _penalties.Remaining("user anna").ShouldBe(TimeSpan.FromSeconds(15));
        _penalties.Remaining("user bert").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Penalty_stops_growing_at_ten_minutes()
    {
        Fail(1000);
        _penalties.Remaining("user anna").ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void Clock_that_is_set_does_not_change_a_penalty(int minutes)
    {
        Fail(3);
        _time.SetDate(TimeSpan.FromMinutes(minutes));
        _penalties.Remaining("user anna").ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Penalty_runs_off()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(15));
        _penalties.Remaining("user anna").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Login_that_works_clears_the_penalty()
    {
        Fail(2);
        _penalties.Forget("user anna");
        Fail(1);
        _penalties.Remaining("user anna").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Penalties_are_as_they_are_set()
    {
        var penalties = new LoginPenalties(
            new PenaltySettings { PerFailure = TimeSpan.FromMinutes(1), From = TimeSpan.FromMinutes(1), Max = TimeSpan.FromMinutes(2) }, _time);
        penalties.AddFailure("user anna");
        penalties.Remaining("user anna").ShouldBe(TimeSpan.FromMinutes(1));
        penalties.AddFailure("user anna");
        penalties.AddFailure("user anna");
        penalties.Remaining("user anna").ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("127.0.0.9", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    public void Nobody_is_locked_out_for_what_comes_from_this_machine(string address, bool isExempt) =>
        _penalties.IsExempt(new IPEndPoint(IPAddress.Parse(address), 1)).ShouldBe(isExempt);

    [Fact]
    public void Nobody_is_locked_out_when_a_failure_costs_nothing()
    {
        var penalties = new LoginPenalties(new PenaltySettings { PerFailure = TimeSpan.Zero }, _time);
        penalties.IsExempt(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1)).ShouldBeTrue();
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _penalties.AddFailure("user anna");
        }
    }
}

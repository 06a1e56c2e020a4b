using ActorMft.Domain.Sessions;

namespace ActorMft.Domain.Tests.Sessions;

public class IdleRuleTests
{
    [Fact]
    public void A_quiet_session_is_closed_after_the_idle_timeout() =>
        IdleRule.Deadline(Actor.Start, TimeSpan.FromSeconds(3), 0).ShouldBe(Actor.Start.AddSeconds(3));

    [Fact]
    public void A_command_in_progress_keeps_the_session() => IdleRule.Deadline(Actor.Start, TimeSpan.FromSeconds(3), 1).ShouldBeNull();

    [Fact]
    public void Zero_means_never() => IdleRule.Deadline(Actor.Start, TimeSpan.Zero, 0).ShouldBeNull();
}

using ActorMft.Node.Sessions;

namespace ActorMft.Node.Tests.Sessions;

public sealed class TallyTests
{
    [Fact]
    public void First_is_told_at_once_and_the_others_together_once_in_a_while()
    {
        var time = new ManualTime();
        var tally = new Tally(TimeSpan.FromSeconds(10), time);
        tally.Add().ShouldBe(1);
        tally.Add().ShouldBe(0);
        time.Advance(TimeSpan.FromSeconds(9));
        tally.Add().ShouldBe(0);
        time.Advance(TimeSpan.FromSeconds(1));
        tally.Add().ShouldBe(3);
        tally.Add().ShouldBe(0);
    }
}

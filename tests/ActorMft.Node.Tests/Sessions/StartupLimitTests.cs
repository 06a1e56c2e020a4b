using ActorMft.Node.Sessions;

namespace ActorMft.Node.Tests.Sessions;

public sealed class StartupLimitTests
{
    [Fact]
    public void First_ten_are_let_in_whatever_the_dice_say() => Open(10, dice: 0).ShouldBe(10);

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void Eleventh_is_refused_in_thirty_of_a_hundred_cases(int dice, bool entered)
    {
        var limit = Filled(10);
        limit.TryEnter(dice).ShouldBe(entered);
        limit.Open.ShouldBe(entered ? 11 : 10);
    }

    [Fact]
    public void Hundredth_is_the_last() => Open(200, dice: 99).ShouldBe(100);

    [Fact]
    public void Place_of_one_who_left_is_free_again()
    {
        var limit = Filled(10);
        limit.Leave();
        limit.TryEnter(dice: 0).ShouldBeTrue();
    }

    private static int Open(int tries, int dice)
    {
        var limit = new StartupLimit();
        return Enumerable.Range(0, tries).Count(_ => limit.TryEnter(dice));
    }

    private static StartupLimit Filled(int count)
    {
        var limit = new StartupLimit();
        for (var i = 0; i < count; i++)
        {
            limit.TryEnter(dice: 99);
        }

        return limit;
    }
}

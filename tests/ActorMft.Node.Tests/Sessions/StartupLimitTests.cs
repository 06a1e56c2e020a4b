using ActorMft.Node.Sessions;
using ActorMft.Node.Settings;

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

    [Fact]
    public void Limit_is_as_it_is_set()
    {
        var limit = new StartupLimit(new StartupSettings(Begin: 2, Percent: 100, Full: 2));
        Enumerable.Range(0, 10).Count(_ => limit.TryEnter(dice: 99)).ShouldBe(2);
    }

    private static int Open(int tries, int dice)
    {
        var limit = new StartupLimit(new LoginSettings().Startups);
        return Enumerable.Range(0, tries).Count(_ => limit.TryEnter(dice));
    }

    private static StartupLimit Filled(int count)
    {
        var limit = new StartupLimit(new LoginSettings().Startups);
        for (var i = 0; i < count; i++)
        {
            limit.TryEnter(dice: 99);
        }

        return limit;
    }
}

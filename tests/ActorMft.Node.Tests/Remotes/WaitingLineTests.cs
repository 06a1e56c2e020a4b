using ActorMft.Node.Remotes;

namespace ActorMft.Node.Tests.Remotes;

public sealed class WaitingLineTests
{
    private readonly WaitingLine _line = new();

    [Fact]
    public void Parties_take_turns_and_each_keeps_its_order()
    {
        foreach (var party in new[] { "a", "a", "a", "b", "c", "b" })
        {
            Add(party);
        }

        TakeAll().ShouldBe(["a", "b", "c", "a", "b", "a"]);
        _line.Count.ShouldBe(0);
    }

    [Fact]
    public void Party_that_comes_late_is_served_before_the_first_ones_second()
    {
        Add("a");
        Add("a");
        _line.Take()!.Party.ShouldBe("a");
        Add("b");
        TakeAll().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Waiter_that_left_is_not_served_and_may_leave_again()
    {
        var first = Add("a");
        Add("b");
        _line.Remove(first);
        _line.Remove(first);
        _line.Count.ShouldBe(1);
        TakeAll().ShouldBe(["b"]);
        _line.Remove(first);
        _line.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Failed_waiters_leave_the_line_and_the_others_stay()
    {
        var first = Add("a");
        Add("b");
        _line.Fail(waiter => waiter.Party == "a", _ => new InvalidOperationException("why"));
        (await Should.ThrowAsync<InvalidOperationException>(() => first.Task)).Message.ShouldBe("why");
        TakeAll().ShouldBe(["b"]);
    }

    private Waiter Add(string party)
    {
        var waiter = new Waiter(party, since: 0, TimeSpan.FromHours(1));
        _line.Add(waiter);
        return waiter;
    }

    private List<string> TakeAll()
    {
        List<string> taken = [];
        while (_line.Take() is { } waiter)
        {
            taken.Add(waiter.Party);
        }

        return taken;
    }
}

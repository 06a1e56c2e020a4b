using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Tests.Pulls;

public class PullTests
{
    private readonly Actor _pull = new(ActorId.Pull("acme", "statements"));

    [Fact]
    public void An_interval_begins_with_a_look_at_once()
    {
        var decision = _pull.Handle(Define());
        TimerOf(decision).ShouldBe(Actor.Start);
        Row(decision).NextRun.ShouldBe(Actor.Start);
        _pull.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_cron_expression_begins_with_its_next_time()
    {
        var decision = _pull.Handle(Define(new Schedule { Cron = "0 3 * * *", TimeZone = "Europe/Berlin" }));
        TimerOf(decision).ShouldBe(new DateTimeOffset(2026, 1, 2, 2, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_due_look_is_a_work_and_the_next_is_planned_when_it_has_ended()
    {
        _pull.Given(Define());
        var look = Due();
        look.Source.Path.ShouldBe("/out");
        look.FlowRevision.ShouldBe(3);
        _pull.Last.Effects.OfType<SetTimer>().ShouldBeEmpty();
        _pull.Last.Events.ShouldBeEmpty();

        _pull.Now += TimeSpan.FromSeconds(10);
        var decision = _pull.Handle(Ended(look));
        decision.Effects.OfType<EndWork>().ShouldHaveSingleItem();
        TimerOf(decision).ShouldBe(Actor.Start.AddSeconds(30));
        Row(decision).LastRun!.Taken.ShouldBe(4);
        decision.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_look_that_took_longer_than_the_interval_is_followed_by_one_more_at_once()
    {
        _pull.Given(Define());
        var look = Due();
        _pull.Now += TimeSpan.FromMinutes(10);
        TimerOf(_pull.Handle(Ended(look))).ShouldBe(_pull.Now);
    }

    [Fact]
    public void A_time_that_passed_while_no_node_lived_is_made_up_once()
    {
        _pull.Given(Define(new Schedule { Cron = "0 * * * *" }));
        _pull.Now += TimeSpan.FromHours(5.5);
        var look = Due();
        _pull.Now += TimeSpan.FromSeconds(1);
        TimerOf(_pull.Handle(Ended(look))).ShouldBe(Actor.Start.AddHours(6));
    }

    [Fact]
    public void A_look_that_failed_is_tried_again_before_its_next_time_as_the_retry_says()
    {
        _pull.Given(Define(new Schedule { Cron = "0 3 * * *" }));
        var look = Due();
        var again = _pull.Handle(Ended(look, error: "connection refused"));
        var due = again.Effects.OfType<SetTimer>().Single();
        due.Due.ShouldBeLessThanOrEqualTo(_pull.Now.AddSeconds(2));
        ((LookDue)due.Message).Attempt.ShouldBe(2);
        Row(again).LastRun!.Error.ShouldBe("connection refused");

        look = Due(2);
        var last = _pull.Handle(Ended(look, error: "connection refused"));
        ((LookDue)last.Effects.OfType<SetTimer>().Single().Message).Attempt.ShouldBe(1);
        TimerOf(last).ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_failure_that_waiting_does_not_cure_is_not_tried_again_early()
    {
        _pull.Given(Define(new Schedule { Cron = "0 3 * * *" }));
        var look = Due();
        TimerOf(_pull.Handle(Ended(look, error: "permission denied", transient: false))).ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_look_of_an_older_definition_plans_nothing()
    {
        _pull.Given(Define());
        var look = Due();
        _pull.Given(Define(new Schedule { Every = TimeSpan.FromDays(1) }, revision: 8));
        _pull.Last.Effects.OfType<EndWork>().ShouldNotBeEmpty();
        _pull.Handle(Ended(look)).IsNothing().ShouldBeTrue();
    }

    [Fact]
    public void A_flow_that_is_held_looks_no_more_and_says_why()
    {
        _pull.Given(Define());
        var decision = _pull.Handle(Define(revision: 8, hold: "the flow acme/statements is disabled"));
        decision.Effects.OfType<CancelTimer>().ShouldHaveSingleItem();
        Row(decision).Hold.ShouldBe("the flow acme/statements is disabled");
        Row(decision).NextRun.ShouldBeNull();
        _pull.Handle(new LookDue(1)).IsNothing().ShouldBeTrue();
        TimerOf(_pull.Handle(Define(revision: 9))).ShouldBe(_pull.Now);
    }

    [Fact]
    public void A_removed_flow_forgets_what_it_has_taken()
    {
        _pull.Given(Define());
        var decision = _pull.Handle(new RemovePull(8));
        decision.Started<ForgetAllTaken>().ShouldHaveSingleItem().ShouldBe(new ForgetAllTaken("acme", "statements"));
        decision.Effects.OfType<RemoveRow>().ShouldHaveSingleItem().View.ShouldBe(ViewNames.Pull);
        _pull.Handle(new ForgetTaken(["a", "b"])).Effects.OfType<RemoveRow>().Select(row => row.Id).ShouldBe(["a", "b"]);
        _pull.Handle(new AllTakenForgotten()).Effects.OfType<EndWork>().ShouldHaveSingleItem();
        _pull.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_long_path_has_a_short_id_of_its_own()
    {
        var path = new string('x', 4000);
        TakenFile.IdOf("acme", "f", "e", path + "1").ShouldNotBe(TakenFile.IdOf("acme", "f", "e", path + "2"));
        TakenFile.IdOf("acme", "f", "e", path).Length.ShouldBeLessThan(200);
        TakenFile.IdOf("acme", "f", "e", "/a.csv").ShouldBe("acme/f/e:/a.csv");
    }

    private static DefinePull Define(Schedule? schedule = null, long revision = 7, string? hold = null) => new(
        new FlowSource { Endpoint = "partner-out", Path = "/out", Schedule = schedule ?? new Schedule { Every = TimeSpan.FromSeconds(30) } },
        new RetryPolicy { Attempts = 2 },
        FlowRevision: 3,
        revision,
        hold);

    private LookAtSource Due(int attempt = 1) => _pull.Handle(new LookDue(attempt)).Started<LookAtSource>().ShouldHaveSingleItem();

    private LookEnded Ended(LookAtSource look, string? error = null, bool transient = true) =>
        new(look.Revision, look.Attempt, new LookOutcome(look.StartedAt, _pull.Now, Matched: 9, Taken: 4, Unsettled: 1, error), transient);

    private static DateTimeOffset TimerOf(Decision decision) => decision.Effects.OfType<SetTimer>().ShouldHaveSingleItem().Due;

    private static PullRow Row(Decision decision) => DomainJson.Read<PullRow>(decision.Effects.OfType<ShowRow>().ShouldHaveSingleItem().Json);
}

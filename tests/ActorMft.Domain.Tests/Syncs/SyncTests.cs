using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Syncs;

namespace ActorMft.Domain.Tests.Syncs;

public class SyncTests
{
    private static readonly SyncSpec _hourly = new()
    {
        Organization = "acme",
        Name = "nightly",
        Endpoint = "inbox",
        Path = "/mirror",
        Remote = "bank",
        Schedule = new Schedule { Every = TimeSpan.FromHours(1) },
    };

    private readonly Actor _sync = new(ActorId.Sync("acme", "nightly"));

    [Fact]
    public void Schedule_starts_a_run_and_the_next_one_an_hour_after_its_start()
    {
        _sync.Handle(Define(_hourly)).Effects.OfType<SetTimer>().ShouldHaveSingleItem().Due.ShouldBe(Actor.Start);
        var run = _sync.Handle(new SyncDue()).Started<RunSync>().ShouldHaveSingleItem();
        _sync.Now = Actor.Start.AddMinutes(20);
        var ended = _sync.Handle(new SyncEnded(run.RunId, new SyncCounts(3, 2, 1, 0, 30), [new SyncFailure("a", "no")], Error: null));
        ended.Effects.OfType<SetTimer>().ShouldHaveSingleItem().Due.ShouldBe(Actor.Start.AddHours(1));
        var row = DomainJson.Read<SyncRow>(ended.Effects.OfType<ShowRow>().ShouldHaveSingleItem().Json);
        row.Last!.Counts.Copied.ShouldBe(3);
        row.NextRun.ShouldBe(Actor.Start.AddHours(1));
        _sync.ShouldFoldToTheSameState();
    }

    [Fact]
    public void One_run_at_a_time()
    {
        _sync.Given(Define(_hourly));
        var first = _sync.Handle(new StartSync("ann")).ReplyOf<SyncReply>();
        first.RunId.ShouldNotBeNull();
        var second = _sync.Handle(new StartSync("bob"));
        second.Events.ShouldBeEmpty();
        second.ReplyOf<SyncReply>().Reason!.ShouldContain("running already");
        _sync.Handle(new SyncDue()).Started<RunSync>().ShouldBeEmpty();
    }

    [Fact]
    public void Run_longer_than_the_interval_is_followed_at_once()
    {
        _sync.Given(Define(_hourly), new SyncDue());
        _sync.Now = Actor.Start.AddHours(3);
        _sync.Handle(Ended()).Effects.OfType<SetTimer>().ShouldHaveSingleItem().Due.ShouldBe(_sync.Now);
    }

    [Fact]
    public void What_is_held_does_not_run_and_says_why()
    {
        _sync.Given(new DefineSync(_hourly, 1, "the endpoint acme/inbox is disabled"));
        _sync.Last.Effects.OfType<SetTimer>().ShouldBeEmpty();
        _sync.Handle(new StartSync("ann")).ReplyOf<SyncReply>().Reason!.ShouldContain("acme/inbox is disabled");
        _sync.Handle(new DefineSync(_hourly, 2, Hold: null)).Effects.OfType<SetTimer>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Stopped_run_is_ended_and_its_late_report_changes_nothing()
    {
        _sync.Given(Define(_hourly with { Schedule = null }), new StartSync("ann"));
        var late = Ended();
        var stopped = _sync.Handle(new StopSync("bob"));
        stopped.Effects.OfType<EndWork>().ShouldHaveSingleItem();
        stopped.Single<SyncFinished>().Outcome.Error.ShouldBe("stopped by bob");
        _sync.Handle(late).Events.ShouldBeEmpty();
        _sync.Handle(new StopSync("bob")).ReplyOf<SyncReply>().Reason!.ShouldContain("isn't running");
    }

    [Fact]
    public void Removed_sync_ends_its_run_and_its_row()
    {
        _sync.Given(Define(_hourly), new StartSync("ann"));
        var removed = _sync.Handle(new RemoveSync(2));
        removed.Effects.OfType<EndWork>().ShouldHaveSingleItem();
        removed.Effects.OfType<RemoveRow>().ShouldHaveSingleItem();
        _sync.Handle(new SyncDue()).Started<RunSync>().ShouldBeEmpty();
    }

    private static DefineSync Define(SyncSpec spec) => new(spec, 1, Hold: null);

    private SyncEnded Ended() => new(_sync.StateAs<SyncState>().Running!.RunId, SyncCounts.None, [], Error: null);
}

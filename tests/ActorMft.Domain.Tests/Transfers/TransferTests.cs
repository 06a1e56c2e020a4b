using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Json;
using ActorMft.Domain.Transfers;
using static ActorMft.Domain.Tests.Transfers.TransferSamples;

namespace ActorMft.Domain.Tests.Transfers;

public class TransferTests
{
    private readonly Actor _transfer = New();

    private TransferFacts Facts => _transfer.StateAs<TransferFacts>();

    [Fact]
    public void A_created_transfer_starts_its_first_attempt()
    {
        var decision = _transfer.Handle(Create);
        var work = decision.Started<Deliver>().ShouldHaveSingleItem();
        work.Attempt.ShouldBe(1);
        work.PartPath.ShouldBe($"inbound/.a.csv.{Definition.TransferId}.part");
        Row(decision).State.ShouldBe(TransferState.Pending);
    }

    [Fact]
    public void A_transfer_created_twice_is_created_once()
    {
        _transfer.Given(Create);
        _transfer.Handle(Create).IsNothing().ShouldBeTrue();
    }

    [Fact]
    public void A_transfer_created_again_after_its_end_tells_the_flow_again()
    {
        _transfer.Given(Create, Started(1), Completed(1), Delivered(1));
        var decision = _transfer.Handle(Create);
        decision.Events.ShouldBeEmpty();
        decision.Sent<TransferEnded>().ShouldHaveSingleItem().Delivered.ShouldBeTrue();
    }

    [Fact]
    public void A_delivery_runs_through_its_steps_and_tells_the_flow()
    {
        _transfer.Handle(Create);
        var started = _transfer.Handle(Started(1, resumedAt: 600));
        started.ReplyOf<AttemptReply>().Continue.ShouldBeTrue();
        Row(started).Bytes.ShouldBe(600);
        Row(started).State.ShouldBe(TransferState.Running);

        _transfer.Handle(Completed(1)).ReplyOf<AttemptReply>().Continue.ShouldBeTrue();
        var decision = _transfer.Handle(Delivered(1));
        decision.SentTo<TransferEnded>().ShouldBe([ActorId.Flow("acme", "invoices")]);
        decision.Effects.OfType<EndWork>().ShouldHaveSingleItem();
        var row = Row(decision);
        row.State.ShouldBe(TransferState.Delivered);
        row.Bytes.ShouldBe(1000);
        row.Error.ShouldBeNull();
        _transfer.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_transfer_is_kept_for_a_while_from_its_last_event_when_it_has_ended_and_without_limit_before()
    {
        _transfer.Handle(Create).Effects.OfType<Finish>().ShouldBeEmpty();
        _transfer.Given(Started(1), Completed(1));
        var row = _transfer.Handle(Delivered(1)).Effects.OfType<Finish>().ShouldHaveSingleItem();
        row.View.ShouldBe(ViewNames.Transfer);
        _transfer.Handle(new SourceSettled(Deleted: true, Reason: null)).Effects.OfType<Finish>().ShouldHaveSingleItem().ShouldBe(row);
    }

    [Fact]
    public void A_file_is_not_delivered_unless_its_rename_was_allowed_before()
    {
        _transfer.Given(Create, Started(1));
        var decision = _transfer.Handle(Delivered(1));
        decision.Events.ShouldBeEmpty();
        decision.ReplyOf<AttemptReply>().Reason!.ShouldContain("PartCompleted");
    }

    [Fact]
    public void A_skipped_file_needs_no_rename()
    {
        _transfer.Given(Create, Started(1));
        _transfer.Handle(Delivered(1, outcome: DeliveryOutcome.Skipped)).Single<FileDelivered>().Outcome.ShouldBe(DeliveryOutcome.Skipped);
    }

    [Fact]
    public void A_run_after_a_node_was_lost_learns_that_the_rename_was_allowed()
    {
        _transfer.Given(Create, Started(1), Completed(1));
        var reply = _transfer.Handle(Started(1, "run-2")).ReplyOf<AttemptReply>();
        reply.Continue.ShouldBeTrue();
        reply.Stage.ShouldBe(DeliveryStage.Renaming);
        reply.FinalPath.ShouldBe("inbound/a.csv");
        _transfer.Handle(Delivered(1, "run-2")).Single<FileDelivered>();
    }

    [Fact]
    public void An_earlier_run_of_the_same_attempt_may_not_rename_any_more()
    {
        _transfer.Given(Create, Started(1, "run-1"), Started(1, "run-2"));
        var decision = _transfer.Handle(Completed(1, "run-1"));
        decision.Events.ShouldBeEmpty();
        decision.ReplyOf<AttemptReply>().Continue.ShouldBeFalse();
        decision.ReplyOf<AttemptReply>().Reason.ShouldBe("another run of the attempt has begun");
    }

    [Fact]
    public void Messages_of_an_earlier_attempt_change_nothing()
    {
        _transfer.Given(Create, Started(1), Failed(1));
        _transfer.Now = Facts.NextAttemptAt!.Value;
        _transfer.Given(new AttemptDue(2));
        foreach (var stale in new object[] { Started(1), Completed(1), Delivered(1), Failed(1) })
        {
            var decision = _transfer.Handle(stale);
            decision.Events.ShouldBeEmpty();
            decision.ReplyOf<AttemptReply>().Reason.ShouldBe("attempt 1 was followed by attempt 2");
        }
    }

    [Fact]
    public void The_same_report_twice_is_one_event()
    {
        _transfer.Given(Create, Started(1), Started(1), Completed(1), Completed(1), Delivered(1));
        var events = _transfer.Events.Count;
        _transfer.Handle(Delivered(1)).ReplyOf<AttemptReply>().Continue.ShouldBeTrue();
        _transfer.Events.Count.ShouldBe(events);
        _transfer.Events.OfType<AttemptBegan>().ShouldHaveSingleItem();
        _transfer.Events.OfType<RenameAllowed>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_failed_attempt_waits_with_its_reason_and_tries_again()
    {
        _transfer.Given(Create, Started(1));
        var decision = _transfer.Handle(Failed(1, sent: 400));
        var timer = decision.Effects.OfType<SetTimer>().ShouldHaveSingleItem();
        timer.Due.ShouldBeInRange(_transfer.Now.AddSeconds(1), _transfer.Now.AddSeconds(2));
        var row = Row(decision);
        row.State.ShouldBe(TransferState.Waiting);
        row.NextAttemptAt.ShouldBe(timer.Due);
        row.Error!.ShouldContain("connection refused");
        row.Bytes.ShouldBe(400);

        _transfer.Now = timer.Due;
        _transfer.Handle(timer.Message).Started<Deliver>().ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public void The_last_attempt_parks_the_transfer()
    {
        _transfer.Given(Create, Failed(1), new AttemptDue(2), Failed(2), new AttemptDue(3));
        var decision = _transfer.Handle(Failed(3));
        decision.Single<TransferParked>().Reason.ShouldContain("given up after 3 attempts");
        decision.Effects.OfType<SetTimer>().ShouldBeEmpty();
        decision.Sent<TransferEnded>().ShouldBeEmpty();
        Row(decision).State.ShouldBe(TransferState.Parked);
    }

    [Fact]
    public void A_permanent_failure_parks_at_once_with_its_reason()
    {
        _transfer.Given(Create, Started(1));
        Row(_transfer.Handle(Failed(1, transient: false))).Error!.ShouldContain("connection refused");
        Facts.State.ShouldBe(TransferState.Parked);
    }

    [Fact]
    public void A_parked_transfer_that_is_retried_has_all_its_attempts_again()
    {
        _transfer.Given(Create, Started(1), Failed(1, transient: false));
        var decision = _transfer.Handle(Retry);
        decision.ReplyOf<TransferReply>().Accepted.ShouldBeTrue();
        decision.Started<Deliver>().ShouldHaveSingleItem().Attempt.ShouldBe(2);
        _transfer.Given(Failed(2), new AttemptDue(3), Failed(3), new AttemptDue(4));
        Facts.State.ShouldBe(TransferState.Pending);
        _transfer.Given(Failed(4));
        Facts.State.ShouldBe(TransferState.Parked);
    }

    [Fact]
    public void A_waiting_transfer_can_be_retried_now_and_its_timer_then_does_nothing()
    {
        _transfer.Given(Create, Failed(1));
        _transfer.Handle(Retry).Effects.OfType<CancelTimer>().ShouldHaveSingleItem();
        _transfer.Handle(new AttemptDue(2)).IsNothing().ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, "delivered already")]
    [InlineData(false, "attempt is under way")]
    public void A_transfer_that_needs_no_retry_says_why(bool delivered, string reason)
    {
        _transfer.Given(Create, Started(1));
        if (delivered)
        {
            _transfer.Given(Completed(1), Delivered(1));
        }

        var reply = _transfer.Handle(Retry).ReplyOf<TransferReply>();
        reply.Accepted.ShouldBeFalse();
        reply.Reason!.ShouldContain(reason);
    }

    [Fact]
    public void The_stage_is_remembered_over_attempts_until_the_worker_starts_over()
    {
        _transfer.Given(Create, Started(1), Completed(1), Failed(1), new AttemptDue(2));
        _transfer.Handle(Started(2)).ReplyOf<AttemptReply>().Stage.ShouldBe(DeliveryStage.Renaming);
        _transfer.Given(Failed(2, startOver: true), new AttemptDue(3));
        _transfer.Handle(Started(3)).ReplyOf<AttemptReply>().Stage.ShouldBe(DeliveryStage.Part);
    }

    [Fact]
    public void A_held_transfer_starts_when_it_is_let_go()
    {
        var created = _transfer.Handle(Create with { Hold = "the flow acme/invoices is disabled" });
        created.Started<Deliver>().ShouldBeEmpty();
        Row(created).Error.ShouldBe("the flow acme/invoices is disabled");
        _transfer.Handle(new LetTransferGo()).Started<Deliver>().ShouldHaveSingleItem();
        _transfer.Handle(new LetTransferGo()).IsNothing().ShouldBeTrue();
    }

    [Fact]
    public void A_transfer_held_while_it_waits_does_not_try_until_it_is_let_go()
    {
        _transfer.Given(Create, Failed(1));
        _transfer.Handle(new HoldTransfer("disabled")).Effects.OfType<CancelTimer>().ShouldHaveSingleItem();
        Facts.State.ShouldBe(TransferState.Pending);
        _transfer.Handle(new AttemptDue(2)).IsNothing().ShouldBeTrue();
        _transfer.Handle(new LetTransferGo()).Started<Deliver>().ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public void A_failure_while_held_does_not_use_up_an_attempt()
    {
        _transfer.Given(Create, Started(1), new HoldTransfer("disabled"), Failed(1));
        Facts.Failures.ShouldBe(0);
        Facts.State.ShouldBe(TransferState.Pending);
        _transfer.Last.Effects.OfType<SetTimer>().ShouldBeEmpty();
        _transfer.Handle(new LetTransferGo()).Started<Deliver>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_parked_transfer_that_is_let_go_stays_parked()
    {
        _transfer.Given(Create, Failed(1, transient: false), new HoldTransfer("disabled"));
        _transfer.Handle(new LetTransferGo()).Started<Deliver>().ShouldBeEmpty();
        Facts.State.ShouldBe(TransferState.Parked);
    }

    [Fact]
    public void A_cancelled_transfer_ends_its_work_and_removes_its_part()
    {
        _transfer.Given(Create, Started(1));
        var decision = _transfer.Handle(Cancel);
        decision.ReplyOf<TransferReply>().Accepted.ShouldBeTrue();
        decision.Effects.OfType<EndWork>().ShouldHaveSingleItem();
        decision.Started<DiscardPart>().ShouldHaveSingleItem().PartPath.ShouldEndWith(".part");
        decision.Sent<TransferEnded>().ShouldHaveSingleItem().Delivered.ShouldBeFalse();
        _transfer.Handle(Completed(1)).ReplyOf<AttemptReply>().Continue.ShouldBeFalse();
        _transfer.Handle(new PartDiscarded(null)).Single<PartWasDiscarded>();
    }

    [Fact]
    public void A_transfer_that_never_began_leaves_no_part_to_remove() =>
        _transfer.Given(Create).Handle(Cancel).Started<DiscardPart>().ShouldBeEmpty();

    [Fact]
    public void A_cancel_during_the_rename_waits_for_its_outcome()
    {
        _transfer.Given(Create, Started(1), Completed(1));
        var decision = _transfer.Handle(Cancel);
        decision.Single<CancelRequested>();
        decision.Sent<TransferEnded>().ShouldBeEmpty();
        decision.ReplyOf<TransferReply>().Reason!.ShouldContain("being renamed");
        _transfer.Handle(Delivered(1)).Sent<TransferEnded>().ShouldHaveSingleItem().Delivered.ShouldBeTrue();
    }

    [Fact]
    public void A_cancel_during_a_rename_that_fails_cancels()
    {
        _transfer.Given(Create, Started(1), Completed(1), Cancel);
        var decision = _transfer.Handle(Failed(1));
        decision.Single<TransferCancelled>().Actor.ShouldBe("ann");
        decision.Effects.OfType<SetTimer>().ShouldBeEmpty();
        Facts.State.ShouldBe(TransferState.Cancelled);
    }

    [Fact]
    public void What_became_of_the_source_is_in_the_timeline()
    {
        _transfer.Given(Create, Started(1), new SourceReplaced("newer"), Completed(1), Delivered(1), new SourceSettled(true, null));
        _transfer.Events.OfType<TransferEvent>().Select(TransferTimeline.Describe).ShouldBe(
        [
            "created: inbox:/invoices/a.csv (1000 bytes) to bank-in:inbound/a.csv",
            "attempt 1 queued",
            "attempt 1 on node-1, from the start",
            "a newer file came to the path (arrival newer); these bytes are still delivered",
            "all bytes are at the target (1000 sent by node-1); renaming to inbound/a.csv",
            "delivered as inbound/a.csv by node-1",
            "source deleted",
        ]);
    }

    [Fact]
    public void Messages_for_a_transfer_that_does_not_exist_change_nothing()
    {
        _transfer.Handle(Started(1)).ReplyOf<AttemptReply>().Reason.ShouldBe("there is no such transfer");
        _transfer.Handle(Retry).ReplyOf<TransferReply>().Found.ShouldBeFalse();
        _transfer.Handle(Cancel).ReplyOf<TransferReply>().Found.ShouldBeFalse();
        _transfer.Given(new HoldTransfer("x"), new LetTransferGo(), new AttemptDue(1), new SourceReplaced("x"), new SourceSettled(true, null), new PartDiscarded(null));
        _transfer.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_pulled_file_is_read_from_its_source_before_it_is_sent()
    {
        _transfer.Handle(Create);
        var fetch = _transfer.Handle(new FetchStarted(1, "run-1", "node-1", 0));
        fetch.ReplyOf<AttemptReply>().Continue.ShouldBeTrue();
        Row(fetch).State.ShouldBe(TransferState.Running);
        _transfer.Handle(new FetchStarted(1, "run-1", "node-1", 0)).Events.ShouldBeEmpty();
        _transfer.Handle(Started(1)).Single<AttemptBegan>().InterruptedOn.ShouldBeNull();
        _transfer.Handle(Started(1)).Events.ShouldBeEmpty();
        _transfer.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_reading_that_was_interrupted_says_on_which_node()
    {
        _transfer.Given(Create, new FetchStarted(1, "run-1", "node-1", 0));
        _transfer.Handle(new FetchStarted(1, "run-2", "node-2", 600)).Single<FetchBegan>().InterruptedOn.ShouldBe("node-1");
    }

    [Fact]
    public void A_version_that_is_gone_from_its_source_ends_the_transfer_with_its_reason()
    {
        _transfer.Given(Create, new FetchStarted(1, "run-1", "node-1", 0));
        var decision = _transfer.Handle(Failed(1) with { Transient = false, SourceLost = true });
        decision.Single<TransferCancelled>().SourceLost.ShouldBeTrue();
        var ended = decision.Sent<TransferEnded>().ShouldHaveSingleItem();
        (ended.Delivered, ended.SourceLost).ShouldBe((false, true));
        Row(decision).State.ShouldBe(TransferState.Cancelled);
        _transfer.Handle(Create).Sent<TransferEnded>().ShouldHaveSingleItem().SourceLost.ShouldBeTrue();
        _transfer.ShouldFoldToTheSameState();
    }

    private static TransferRow Row(Decision decision) => DomainJson.Read<TransferRow>(decision.Effects.OfType<ShowRow>().ShouldHaveSingleItem().Json);
}

using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using static ActorMft.Domain.Tests.Flows.FlowSamples;

namespace ActorMft.Domain.Tests.Flows;

public class FlowTests
{
    private readonly Actor _flow = New();

    private FlowState State => _flow.StateAs<FlowState>();

    [Fact]
    public void A_file_becomes_one_transfer_per_target()
    {
        _flow.Given(Define());
        var decision = _flow.Handle(Arrived("v1"));
        var created = decision.Sent<CreateTransfer>();
        created.Select(create => create.Definition.TargetPath).ShouldBe(["inbound/a.csv", "/a.csv"]);
        created.ShouldAllBe(create => create.Hold == null && create.Follows == null && create.Definition.Pinned);
        created.Select(create => create.Definition.TransferId).ShouldBeUnique();
        decision.SentTo<CreateTransfer>().ShouldBe(created.Select(create => ActorId.Transfer(create.Definition.TransferId)));
    }

    [Fact]
    public void The_same_arrival_twice_is_one()
    {
        _flow.Given(Define(), Arrived("v1"));
        _flow.Handle(Arrived("v1")).IsNothing().ShouldBeTrue();
    }

    [Fact]
    public void The_source_is_released_when_all_targets_are_served_and_then_the_file_is_forgotten()
    {
        _flow.Given(Define(), Arrived("v1"));
        var ids = State.Arrivals.Values.Single().Transfers.Select(transfer => transfer.TransferId).ToList();
        _flow.Handle(new TransferEnded(ids[0], ArrivalId("v1"), true)).Started<ReleaseSource>().ShouldBeEmpty();
        var release = _flow.Handle(new TransferEnded(ids[1], ArrivalId("v1"), true)).Started<ReleaseSource>().ShouldHaveSingleItem();
        release.Delete.ShouldBeTrue();
        release.File.Inode.ShouldBe(1UL);

        var settled = _flow.Handle(new SourceReleased(ArrivalId("v1"), true, null));
        settled.SentTo<SourceSettled>().ShouldBe(ids.Select(ActorId.Transfer));
        settled.Effects.OfType<EndWork>().ShouldHaveSingleItem();
        State.Arrivals.ShouldBeEmpty();
        State.Lines.ShouldBeEmpty();
        _flow.ShouldFoldToTheSameState();
    }

    [Fact]
    public void The_source_is_kept_when_a_transfer_was_cancelled()
    {
        _flow.Given(Define(), Arrived("v1"));
        EndAll("v1", delivered: false);
        _flow.Last.Started<ReleaseSource>().ShouldHaveSingleItem().Delete.ShouldBeFalse();
    }

    [Fact]
    public void The_source_is_kept_when_the_flow_says_so()
    {
        _flow.Given(Define(spec: Spec with { Source = Spec.Source with { AfterCopy = AfterCopy.Keep } }), Arrived("v1"));
        EndAll("v1");
        _flow.Last.Started<ReleaseSource>().ShouldHaveSingleItem().Delete.ShouldBeFalse();
    }

    [Fact]
    public void A_newer_file_of_the_same_path_waits_and_both_are_told()
    {
        _flow.Given(Define(), Arrived("v1"));
        var decision = _flow.Handle(Arrived("v2"));
        decision.Sent<CreateTransfer>().ShouldAllBe(create => create.Hold!.Contains("the file before it") && create.Follows == ArrivalId("v1"));
        decision.Sent<SourceReplaced>().ShouldAllBe(replaced => replaced.ByArrivalId == ArrivalId("v2"));
        decision.SentTo<SourceReplaced>().Count.ShouldBe(2);

        EndAll("v1");
        _flow.Last.SentTo<LetTransferGo>().ShouldBe(State.Arrivals[ArrivalId("v2")].Open.Select(transfer => ActorId.Transfer(transfer.TransferId)));
    }

    [Fact]
    public void Files_of_other_paths_do_not_wait()
    {
        _flow.Given(Define(), Arrived("v1"));
        _flow.Handle(Arrived("other", "/invoices/b.csv")).Sent<CreateTransfer>().ShouldAllBe(create => create.Hold == null);
    }

    [Fact]
    public void The_next_file_has_its_turn_before_the_source_of_the_last_is_settled_but_holds_stay()
    {
        _flow.Given(Define(hold: "the endpoint acme/bank-in is disabled"), Arrived("v1"), Arrived("v2"));
        EndAll("v1");
        _flow.Last.Sent<LetTransferGo>().ShouldHaveSingleItem();
        _flow.Last.Sent<HoldTransfer>().ShouldHaveSingleItem().Reason.ShouldBe("the endpoint acme/bank-in is disabled");
    }

    [Fact]
    public void Files_of_a_disabled_flow_wait_and_go_on_when_it_is_enabled()
    {
        _flow.Given(Define(1, Spec with { Enabled = false }));
        _flow.Handle(Arrived("v1")).Sent<CreateTransfer>().ShouldAllBe(create => create.Hold == "the flow acme/invoices is disabled");
        _flow.Handle(Define(2)).Sent<LetTransferGo>().Count.ShouldBe(2);
        _flow.Handle(Define(3, Spec with { Enabled = false })).Sent<HoldTransfer>().Count.ShouldBe(2);
    }

    [Fact]
    public void Only_transfers_to_a_disabled_endpoint_are_held()
    {
        _flow.Given(Define(), Arrived("v1"));
        var decision = _flow.Handle(Define(1, hold: "the endpoint acme/bank-in is disabled"));
        decision.Sent<HoldTransfer>().ShouldHaveSingleItem();
        _flow.Handle(Define(1)).Sent<LetTransferGo>().ShouldHaveSingleItem();
        _flow.Handle(Define(1)).Effects.ShouldBeEmpty();
    }

    [Fact]
    public void A_redefined_flow_is_for_new_files()
    {
        _flow.Given(Define(), Arrived("v1"));
        var redefined = Spec with { Targets = [new FlowTarget { Endpoint = "other", Path = "elsewhere" }] };
        _flow.Handle(Define(2, redefined)).Effects.ShouldBeEmpty();
        State.Arrivals[ArrivalId("v1")].Open.Count.ShouldBe(2);
        _flow.Handle(Arrived("b", "/invoices/b.csv", 2)).Sent<CreateTransfer>().ShouldHaveSingleItem().Definition.TargetEndpoint.ShouldBe("other");
    }

    [Fact]
    public void A_file_that_is_ahead_of_the_definition_waits_for_it()
    {
        _flow.Handle(Arrived("v1", revision: 5)).Effects.ShouldBeEmpty();
        _flow.Handle(Define(4)).Effects.ShouldBeEmpty();
        _flow.Handle(Define(5)).Sent<CreateTransfer>().Count.ShouldBe(2);
    }

    [Fact]
    public void A_deleted_flow_cancels_what_is_open_and_drops_the_pins()
    {
        _flow.Given(Define(), Arrived("v1"), Arrived("v2"));
        var decision = _flow.Handle(new RemoveFlow(2));
        decision.Sent<CancelTransfer>().Count.ShouldBe(4);
        decision.Sent<CancelTransfer>().ShouldAllBe(cancel => cancel.Reason == "the flow acme/invoices was deleted");
        foreach (var version in new[] { "v1", "v2" })
        {
            EndAll(version, delivered: false);
            _flow.Last.Started<ReleaseSource>().ShouldHaveSingleItem().Delete.ShouldBeFalse();
            _flow.Given(new SourceReleased(ArrivalId(version), false, null));
        }

        State.Arrivals.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_comes_too_late_for_a_deleted_flow_only_drops_its_pin()
    {
        _flow.Given(Define(), new RemoveFlow(2));
        var decision = _flow.Handle(Arrived("v1"));
        decision.Sent<CreateTransfer>().ShouldBeEmpty();
        decision.Started<ReleaseSource>().ShouldHaveSingleItem().Delete.ShouldBeFalse();
        _flow.Given(new SourceReleased(ArrivalId("v1"), false, null));
        State.Arrivals.ShouldBeEmpty();
    }

    [Fact]
    public void Ends_that_are_told_twice_count_once()
    {
        _flow.Given(Define(), Arrived("v1"));
        EndAll("v1");
        var id = State.Arrivals[ArrivalId("v1")].Transfers[0].TransferId;
        _flow.Handle(new TransferEnded(id, ArrivalId("v1"), true)).IsNothing().ShouldBeTrue();
        _flow.Given(new SourceReleased(ArrivalId("v1"), true, null));
        _flow.Handle(new SourceReleased(ArrivalId("v1"), true, null)).IsNothing().ShouldBeTrue();
    }

    [Fact]
    public void A_pulled_file_is_remembered_with_its_arrival_and_forgotten_when_its_source_is_gone()
    {
        var found = Found("v1");
        _flow.Given(Define());
        _flow.Handle(found).Effects.OfType<ShowRow>().Single(row => row.View == ViewNames.Taken).Id.ShouldBe(found.MemoryId);
        foreach (var transfer in _flow.Last.Sent<CreateTransfer>())
        {
            transfer.Definition.Pinned.ShouldBeFalse();
            _flow.Given(new TransferEnded(transfer.Definition.TransferId, found.ArrivalId, true));
        }

        var release = _flow.Last.Started<ReleaseSource>().ShouldHaveSingleItem();
        (release.Pinned, release.Delete).ShouldBe((false, true));
        _flow.Handle(new SourceReleased(found.ArrivalId, Deleted: true, null)).Effects.OfType<RemoveRow>().ShouldHaveSingleItem().Id.ShouldBe(found.MemoryId);
        _flow.ShouldFoldToTheSameState();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pulled_file_whose_source_stays_is_remembered_unless_it_was_lost_before_it_was_read(bool lost)
    {
        var found = Found("v1");
        _flow.Given(Define());
        foreach (var transfer in _flow.Handle(found).Sent<CreateTransfer>())
        {
            _flow.Given(new TransferEnded(transfer.Definition.TransferId, found.ArrivalId, Delivered: !lost, SourceLost: lost));
        }

        _flow.Handle(new SourceReleased(found.ArrivalId, Deleted: false, "it was replaced")).Effects.OfType<RemoveRow>().Count().ShouldBe(lost ? 1 : 0);
    }

    [Fact]
    public void A_version_that_is_under_way_is_not_carried_twice_whatever_look_tells_it()
    {
        _flow.Given(Define(), Found("v1"));
        _flow.Handle(Found("v2")).IsNothing().ShouldBeTrue();
        _flow.Handle(Found("v3", size: 11)).Single<ArrivalAccepted>();
    }

    [Fact]
    public void A_trigger_file_is_removed_with_the_release_unless_a_transfer_was_cancelled()
    {
        var trigger = new TriggerFile("/invoices/a.csv.done", new FileIdentity(2, 0, Actor.Start));
        foreach (var delivered in new[] { true, false })
        {
            var flow = New();
            flow.Given(Define());
            var arrived = Arrived("v1") with { Trigger = trigger };
            foreach (var transfer in flow.Handle(arrived).Sent<CreateTransfer>())
            {
                flow.Given(new TransferEnded(transfer.Definition.TransferId, arrived.ArrivalId, delivered));
            }

            flow.Last.Started<ReleaseSource>().ShouldHaveSingleItem().Trigger.ShouldBe(delivered ? trigger : null);
        }
    }

    private static FileArrived Found(string id, long size = 10) => Arrived(id) with
    {
        File = new FileIdentity(0, size, Actor.Start),
        Pinned = false,
        MemoryId = "acme/invoices/partner-out:/invoices/a.csv",
    };

    private void EndAll(string version, bool delivered = true)
    {
        foreach (var transfer in State.Arrivals[ArrivalId(version)].Open)
        {
            _flow.Given(new TransferEnded(transfer.TransferId, ArrivalId(version), delivered));
        }
    }
}

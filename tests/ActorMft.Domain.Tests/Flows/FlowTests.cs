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

    private void EndAll(string version, bool delivered = true)
    {
        foreach (var transfer in State.Arrivals[ArrivalId(version)].Open)
        {
            _flow.Given(new TransferEnded(transfer.TransferId, ArrivalId(version), delivered));
        }
    }
}

using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using static ActorMft.Domain.Tests.Flows.FlowSamples;

namespace ActorMft.Domain.Tests.Flows;

public class FlowGateTests
{
    private readonly Actor _flow = New();

    private FlowState State => _flow.StateAs<FlowState>();

    private static FlowSpec OneTarget { get; } = Spec with { Targets = [Spec.Targets[0]] };

    [Fact]
    public void Transfers_beyond_the_limit_wait_for_a_place_and_say_so()
    {
        _flow.Given(Define(1, OneTarget with { Parallel = 2 }), Arrived("a", "/invoices/a.csv"), Arrived("b", "/invoices/b.csv"));
        var create = _flow.Handle(Arrived("c", "/invoices/c.csv")).Sent<CreateTransfer>().ShouldHaveSingleItem();
        create.Hold.ShouldBe("waits for one of the flow's 2 places (parallel: 2)");
        create.ByPlace.ShouldBeTrue();

        var decision = _flow.Handle(new TransferEnded(IdOf("a"), ArrivalId("a"), true));
        decision.SentTo<LetTransferGo>().ShouldBe([ActorId.Transfer(create.Definition.TransferId)]);
        decision.Sent<LetTransferGo>().Single().ByPlace.ShouldBeTrue();
    }

    [Fact]
    public void A_transfer_that_waits_for_its_next_attempt_leaves_its_place_to_others()
    {
        _flow.Given(Define(1, OneTarget with { Parallel = 1 }), Arrived("a", "/invoices/a.csv"), Arrived("b", "/invoices/b.csv"));
        _flow.Handle(new PlaceReturned(IdOf("a"), ArrivalId("a"))).SentTo<LetTransferGo>().ShouldBe([ActorId.Transfer(IdOf("b"))]);
        _flow.Handle(new PlaceReturned(IdOf("a"), ArrivalId("a"))).IsNothing().ShouldBeTrue();

        var wanted = _flow.Handle(new PlaceWanted(IdOf("a"), ArrivalId("a")));
        wanted.Sent<HoldTransfer>().ShouldHaveSingleItem().Reason.ShouldBe("waits for the flow's only place (parallel: 1)");
        _flow.Handle(new TransferEnded(IdOf("b"), ArrivalId("b"), true)).SentTo<LetTransferGo>().ShouldBe([ActorId.Transfer(IdOf("a"))]);
    }

    [Fact]
    public void A_cancelled_transfer_is_skipped_in_the_queue()
    {
        _flow.Given(Define(1, OneTarget with { Parallel = 1 }), Arrived("a", "/invoices/a.csv"), Arrived("b", "/invoices/b.csv"), Arrived("c", "/invoices/c.csv"));
        _flow.Given(new TransferEnded(IdOf("b"), ArrivalId("b"), false));
        _flow.Handle(new TransferEnded(IdOf("a"), ArrivalId("a"), true)).SentTo<LetTransferGo>().ShouldBe([ActorId.Transfer(IdOf("c"))]);
        State.Gates[""].Queue.ShouldBeEmpty();
    }

    [Fact]
    public void A_transfer_to_a_disabled_endpoint_takes_no_place()
    {
        _flow.Given(Define(1, Spec with { Parallel = 1 }, hold: "the endpoint acme/bank-in is disabled"));
        var created = _flow.Handle(Arrived("a", "/invoices/a.csv")).Sent<CreateTransfer>();
        created.Select(create => create.Hold).ShouldBe(["the endpoint acme/bank-in is disabled", null]);
    }

    [Fact]
    public void What_a_hold_kept_back_lines_up_for_places_when_the_hold_ends()
    {
        _flow.Given(Define(1, OneTarget with { Parallel = 1, Enabled = false }), Arrived("a", "/invoices/a.csv"), Arrived("b", "/invoices/b.csv"));
        var decision = _flow.Handle(Define(2, OneTarget with { Parallel = 1 }));
        decision.SentTo<LetTransferGo>().ShouldBe([ActorId.Transfer(IdOf("a"))]);
        decision.SentTo<HoldTransfer>().ShouldBe([ActorId.Transfer(IdOf("b"))]);
    }

    [Fact]
    public void An_attempt_that_is_under_way_keeps_its_place_while_a_hold_comes_and_goes()
    {
        var spec = OneTarget with { Parallel = 1 };
        _flow.Given(Define(1, spec), Arrived("a", "/invoices/a.csv"), Arrived("b", "/invoices/b.csv"), Define(2, spec with { Enabled = false }));
        var again = _flow.Handle(Define(3, spec));
        again.Sent<LetTransferGo>().ShouldBe([new LetTransferGo(ByPlace: true, GivesPlace: false)]);
        again.SentTo<HoldTransfer>().ShouldBe([ActorId.Transfer(IdOf("b"))]);

        var transfer = Transfers.TransferSamples.New();
        transfer.Given(Transfers.TransferSamples.Create with { ByPlace = true }, Transfers.TransferSamples.Started(1), new HoldTransfer("disabled"));
        transfer.Handle(again.Sent<LetTransferGo>()[0]).Sent<PlaceReturned>().ShouldBeEmpty();
        transfer.Handle(Transfers.TransferSamples.Failed(1)).Sent<PlaceReturned>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_transfer_whose_attempt_failed_during_a_hold_asks_for_a_place_behind_it()
    {
        var spec = OneTarget with { Parallel = 1 };
        _flow.Given(Define(1, spec), Arrived("a", "/invoices/a.csv"), Define(2, spec with { Enabled = false }));
        _flow.Given(new PlaceReturned(IdOf("a"), ArrivalId("a")));
        State.Gates[""].Taken.ShouldBe(0);
        _flow.Handle(Define(3, spec)).Sent<LetTransferGo>().ShouldBe([new LetTransferGo(ByPlace: true)]);

        var transfer = Transfers.TransferSamples.New();
        transfer.Given(
            Transfers.TransferSamples.Create with { ByPlace = true },
            Transfers.TransferSamples.Started(1),
            new HoldTransfer("disabled"),
            Transfers.TransferSamples.Failed(1));
        var late = transfer.Handle(new LetTransferGo(ByPlace: true, GivesPlace: false));
        late.Started<Deliver>().ShouldBeEmpty();
        late.Sent<PlaceWanted>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_limit_that_comes_later_lets_what_is_under_way_go_on_and_one_that_goes_lets_all_go()
    {
        _flow.Given(Define(1, OneTarget), Arrived("a", "/invoices/a.csv"), Arrived("b", "/invoices/b.csv"));
        var limited = _flow.Handle(Define(2, OneTarget with { Parallel = 1 }));
        limited.Sent<HoldTransfer>().ShouldBeEmpty();
        limited.Sent<LetTransferGo>().ShouldAllBe(letGo => letGo.ByPlace);
        _flow.Handle(Arrived("c", "/invoices/c.csv", 2)).Sent<CreateTransfer>().ShouldHaveSingleItem().Hold.ShouldNotBeNull();
        _flow.Handle(new TransferEnded(IdOf("a"), ArrivalId("a"), true)).Sent<LetTransferGo>().ShouldBeEmpty();

        _flow.Handle(Define(3, OneTarget)).SentTo<LetTransferGo>().ShouldBe([ActorId.Transfer(IdOf("c"))]);
        State.Gates.ShouldBeEmpty();
        _flow.Handle(new PlaceWanted(IdOf("b"), ArrivalId("b"))).Sent<LetTransferGo>().ShouldHaveSingleItem().ByPlace.ShouldBeFalse();
    }

    [Fact]
    public void An_order_is_kept_for_each_endpoint_by_itself()
    {
        _flow.Given(Define(1, Spec with { Order = FlowOrder.Arrival }), Arrived("a", "/invoices/a.csv"));
        var created = _flow.Handle(Arrived("b", "/invoices/b.csv")).Sent<CreateTransfer>();
        created.Select(create => create.Hold).ShouldBe(
        [
            "waits for its turn: the flow's files go to bank-in one after the other (order: arrival)",
            "waits for its turn: the flow's files go to archive one after the other (order: arrival)",
        ]);
        created.ShouldAllBe(create => !create.ByPlace);

        _flow.Handle(new TransferEnded(IdOf("a", 1), ArrivalId("a"), true)).SentTo<LetTransferGo>().ShouldBe([ActorId.Transfer(IdOf("b", 1))]);
        _flow.Handle(new PlaceReturned(IdOf("a"), ArrivalId("a"))).IsNothing().ShouldBeTrue();
        _flow.Handle(new TransferEnded(IdOf("a"), ArrivalId("a"), false)).SentTo<LetTransferGo>().ShouldBe([ActorId.Transfer(IdOf("b"))]);
    }

    [Fact]
    public void A_place_is_asked_for_again_for_the_next_attempt()
    {
        var transfer = Transfers.TransferSamples.New();
        transfer.Given(Transfers.TransferSamples.Create with { ByPlace = true }, Transfers.TransferSamples.Started(1));
        transfer.Handle(Transfers.TransferSamples.Failed(1)).Sent<PlaceReturned>().ShouldHaveSingleItem();
        var due = transfer.Handle(new AttemptDue(2));
        due.Sent<PlaceWanted>().ShouldHaveSingleItem();
        due.Started<Deliver>().ShouldBeEmpty();
        transfer.StateAs<TransferFacts>().Hold.ShouldBe("waits for a place in its flow (parallel)");
        transfer.Handle(new LetTransferGo(ByPlace: true)).Started<Deliver>().ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public void A_parked_transfer_that_gets_a_place_returns_it()
    {
        var transfer = Transfers.TransferSamples.New();
        transfer.Given(Transfers.TransferSamples.Create, Transfers.TransferSamples.Started(1), Transfers.TransferSamples.Failed(1, transient: false));
        transfer.Handle(new LetTransferGo(ByPlace: true)).Sent<PlaceReturned>().ShouldHaveSingleItem();
        transfer.Handle(Transfers.TransferSamples.Retry).Sent<PlaceWanted>().ShouldHaveSingleItem();
    }

    private string IdOf(string arrival, int target = 0) => State.Arrivals[ArrivalId(arrival)].Transfers[target].TransferId;
}

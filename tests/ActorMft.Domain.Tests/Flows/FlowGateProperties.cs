using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using FsCheck;
using FsCheck.Fluent;
using static ActorMft.Domain.Tests.Flows.FlowSamples;

namespace ActorMft.Domain.Tests.Flows;

/// <summary>What holds of a flow with a limit or an order, whatever its transfers do and however its messages are interleaved.</summary>
public class FlowGateProperties
{
    private enum Step
    {
        Pump,
        Arrive,
        Deliver,
        Fail,
        Break,
        Due,
        Retry,
        Cancel,
        Hold,
        LetGo,
    }

    private static readonly Gen<(Step Step, int Number)> Anything =
        from step in Gen.Frequency(
            (12, Gen.Constant(Step.Pump)),
            (5, Gen.Constant(Step.Arrive)),
            (3, Gen.Elements(Step.Deliver, Step.Fail, Step.Due)),
            (1, Gen.Elements(Step.Break, Step.Retry, Step.Cancel, Step.Hold, Step.LetGo)))
        from number in Gen.Choose(0, 1000)
        select (step, number);

    private static readonly Arbitrary<List<(Step Step, int Number)>> AnySteps = Anything.ListOf().Select(list => list.ToList()).ToArbitrary();

    private static readonly FlowSpec Limited = Spec with { Parallel = 3 };

    private static readonly FlowSpec Ordered = Spec with { Order = FlowOrder.Arrival };

    [Fact]
    public void No_more_transfers_are_tried_at_a_time_than_the_limit_says() => Check(Limited, (world, _) =>
        world.Working.Count.ShouldBeLessThanOrEqualTo(3));

    [Fact]
    public void An_ordered_flow_tries_one_transfer_to_an_endpoint_at_a_time() => Check(Ordered, (world, _) =>
        world.Working.Select(facts => facts.Definition!.TargetEndpoint).ShouldBeUnique());

    [Fact]
    public void In_an_ordered_flow_no_transfer_begins_before_all_earlier_ones_to_its_endpoint_have_ended() => Check(Ordered, (world, _) =>
    {
        foreach (var toOne in world.All.GroupBy(facts => facts.Definition!.TargetEndpoint))
        {
            toOne.SkipWhile(facts => facts.HasEnded).Skip(1).ShouldAllBe(facts => facts.Attempt == 0 || facts.State == TransferState.Cancelled);
        }
    });

    [Fact]
    public void In_the_end_all_is_delivered_but_what_is_parked_and_nothing_waits_for_that() => CheckEnd(Limited, retries: false);

    [Fact]
    public void In_the_end_all_of_an_ordered_flow_is_delivered() => CheckEnd(Ordered, retries: true);

    private static void Check(FlowSpec spec, Action<FlowWorld, Step> check) => Prop.ForAll(AnySteps, steps =>
    {
        var world = new FlowWorld(spec);
        foreach (var (step, number) in steps)
        {
            Take(world, step, number);
            check(world, step);
        }

        world.Flow.ShouldFoldToTheSameState();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(200));

    private static void CheckEnd(FlowSpec spec, bool retries) => Prop.ForAll(AnySteps, steps =>
    {
        var world = new FlowWorld(spec);
        steps.ForEach(each => Take(world, each.Step, each.Number));
        Take(world, Step.LetGo, 0);
        for (var round = 0; round < 5 * (steps.Count + 5); round++)
        {
            while (world.Pump(round))
            {
                // Until nobody has mail.
            }

            world.EndAttempt(round, isDelivered: true, isTransient: true);
            world.Due(round);
            world.Release();
            if (retries)
            {
                world.Retry(round);
            }
        }

        var left = world.All.Where(facts => !facts.HasEnded).ToList();
        left.ShouldAllBe(facts => !retries && (facts.State == TransferState.Parked || facts.Hold!.Contains("file before it")));
        world.State.Arrivals.IsEmpty.ShouldBe(left.Count == 0);
        world.State.Gates.Values.ShouldAllBe(gate => gate.Taken == 0);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(150));

    private static void Take(FlowWorld world, Step step, int number)
    {
        switch (step)
        {
            case Step.Pump:
                world.Pump(number);
                break;
            case Step.Arrive:
                world.Arrive(number % 5);
                break;
            case Step.Deliver:
                world.EndAttempt(number, isDelivered: true, isTransient: true);
                break;
            case Step.Fail:
                world.EndAttempt(number, isDelivered: false, isTransient: true);
                break;
            case Step.Break:
                world.EndAttempt(number, isDelivered: false, isTransient: false);
                break;
            case Step.Due:
                world.Due(number);
                break;
            case Step.Retry:
                world.Retry(number);
                break;
            case Step.Cancel:
                world.Cancel(number);
                break;
            case Step.Hold:
                world.Define(isEnabled: number % 2 == 0, hold: number % 3 == 0 ? "the endpoint acme/bank-in is disabled" : null);
                break;
            case Step.LetGo:
                world.Define(isEnabled: true, hold: null);
                break;
        }
    }
}

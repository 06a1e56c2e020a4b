using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Transfers;
using FsCheck;
using FsCheck.Fluent;
using static ActorMft.Domain.Tests.Flows.FlowSamples;

namespace ActorMft.Domain.Tests.Flows;

/// <summary>What holds of a flow whatever comes.</summary>
public class FlowProperties
{
    private enum Step
    {
        Arrive,
        End,
        Release,
        Define,
        Disable,
        Remove,
    }

    private static readonly Arbitrary<List<(Step Step, int Number)>> AnySteps = (
        from step in Gen.Elements(Step.Arrive, Step.Arrive, Step.Arrive, Step.End, Step.End, Step.End, Step.Release, Step.Define, Step.Disable, Step.Remove)
        from number in Gen.Choose(0, 100)
        select (step, number)).ListOf().Select(list => list.ToList()).ToArbitrary();

    [Fact]
    public void At_most_one_file_per_path_is_let_go_at_a_time_in_the_order_of_arrival() => Prop.ForAll(AnySteps, steps =>
    {
        var run = new Run();
        foreach (var (step, number) in steps)
        {
            run.Take(step, number);
            run.LetGoPaths().ShouldBeUnique();
        }

        run.Flow.ShouldFoldToTheSameState();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(80));

    [Fact]
    public void When_everything_has_ended_nothing_is_remembered() => Prop.ForAll(AnySteps, steps =>
    {
        var run = new Run();
        foreach (var (step, number) in steps)
        {
            run.Take(step, number);
        }

        run.Take(Step.Define, 0);
        for (var i = 0; i < 10 * (steps.Count + 1) && !run.State.Arrivals.IsEmpty; i++)
        {
            run.Take(Step.End, 0);
            run.Take(Step.Release, 0);
        }

        run.State.Arrivals.ShouldBeEmpty();
        run.State.Lines.ShouldBeEmpty();
        run.Pins.ShouldBe(0);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(80));

    /// <summary>A flow with its transfers as the flow has told them to be.</summary>
    private sealed class Run
    {
        private readonly Dictionary<string, (string Path, string Arrival, bool Held)> _open = [];
        private readonly List<string> _releasing = [];
        private long _revision = 1;
        private int _arrivals;

        public Run() => Tell(Define(_revision));

        public Actor Flow { get; } = New();

        public FlowState State => Flow.StateAs<FlowState>();

        public int Pins { get; private set; }

        public void Take(Step step, int number)
        {
            switch (step)
            {
                case Step.Arrive:
                    Pins++;
                    Tell(Arrived($"{_arrivals++}", $"/invoices/{number % 3}.csv", _revision + (number % 7 == 0 ? 1 : 0)));
                    break;
                case Step.End when _open.Where(each => !each.Value.Held || number % 5 == 0).Select(each => each.Key).Order().ToList() is { Count: > 0 } ids:
                    var id = ids[number % ids.Count];
                    var arrival = _open[id].Arrival;
                    _open.Remove(id);
                    Tell(new TransferEnded(id, arrival, number % 4 != 0));
                    break;
                case Step.Release when _releasing.Count > 0:
                    var released = _releasing[number % _releasing.Count];
                    _releasing.Remove(released);
                    Pins--;
                    Tell(new SourceReleased(released, false, null));
                    break;
                case Step.Define:
                    Tell(Define(++_revision));
                    break;
                case Step.Disable:
                    Tell(Define(++_revision, Spec with { Enabled = number % 2 == 0 }, number % 3 == 0 ? "disabled" : null));
                    break;
                case Step.Remove:
                    Tell(new RemoveFlow(++_revision));
                    break;
            }
        }

        public IEnumerable<string> LetGoPaths() =>
            _open.Values.Where(each => !each.Held).Select(each => (each.Path, each.Arrival)).Distinct().Select(each => each.Path);

        private void Tell(object message)
        {
            foreach (var effect in Flow.Handle(message).Effects)
            {
                switch (effect)
                {
                    case Send { Message: CreateTransfer create }:
                        _open.Add(create.Definition.TransferId, (create.Definition.SourcePath, create.Definition.ArrivalId, create.Hold is not null));
                        break;
                    case Send { Message: HoldTransfer } send when _open.TryGetValue(send.To.Key, out var held):
                        _open[send.To.Key] = held with { Held = true };
                        break;
                    case Send { Message: LetTransferGo } send when _open.TryGetValue(send.To.Key, out var free):
                        _open[send.To.Key] = free with { Held = false };
                        break;
                    case StartWork { Payload: ReleaseSource release }:
                        _releasing.Add(release.ArrivalId);
                        break;
                }
            }
        }
    }
}

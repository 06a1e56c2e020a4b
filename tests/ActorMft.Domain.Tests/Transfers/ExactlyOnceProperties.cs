using ActorMft.Domain.Decisions;
using ActorMft.Domain.Transfers;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Domain.Tests.Transfers;

/// <summary>
/// A transfer with workers that are killed, cut off or overtaken between any two of their steps, and a target that keeps only what
/// was done there.
/// </summary>
public class ExactlyOnceProperties
{
    private static readonly Arbitrary<List<int>> AnySchedule = Gen.Choose(0, 99).ListOf().Select(list => list.ToList()).ToArbitrary();

    [Fact]
    public void The_file_gets_its_name_once_whatever_is_killed() => Prop.ForAll(AnySchedule, schedule =>
    {
        var world = new World();
        foreach (var choice in schedule)
        {
            world.Act(choice);
            world.Renames.ShouldBeLessThanOrEqualTo(1);
            if (world.State == TransferState.Delivered)
            {
                world.Renames.ShouldBe(1);
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(120));

    [Fact]
    public void When_the_faults_stop_the_file_is_delivered_and_no_part_is_left() => Prop.ForAll(AnySchedule, schedule =>
    {
        var world = new World();
        foreach (var choice in schedule)
        {
            world.Act(choice);
        }

        world.KillAll();
        for (var i = 0; i < 50 && world.State != TransferState.Delivered; i++)
        {
            world.Act(World.TakeAStep);
        }

        world.State.ShouldBe(TransferState.Delivered);
        world.Renames.ShouldBe(1);
        world.PartIsThere.ShouldBeFalse();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(120));

    private sealed class World
    {
        public const int TakeAStep = 0;
        private const int Fail = 80;
        private const int Kill = 86;
        private const int Overtake = 92;

        private readonly Actor _transfer = TransferSamples.New();
        private readonly List<Worker> _workers = [];
        private int _runs;

        public World() => Tell(TransferSamples.Create with
        {
            Definition = TransferSamples.Definition with { Retry = new() { Attempts = 1000 } },
        });

        public TransferState State => _transfer.StateAs<TransferFacts>().State;

        public int Renames { get; private set; }

        public bool PartIsThere { get; private set; }

        private int Attempt => _transfer.StateAs<TransferFacts>().Attempt;

        public void Act(int choice)
        {
            if (State == TransferState.Waiting)
            {
                _transfer.Now = _transfer.StateAs<TransferFacts>().NextAttemptAt!.Value;
                Tell(new AttemptDue(Attempt + 1));
            }

            if (_transfer.StateAs<TransferFacts>().Working && (_workers.Count == 0 || _workers[^1].Attempt != Attempt))
            {
                _workers.Add(new Worker(Attempt, $"run-{++_runs}"));
            }

            if (_workers.Count == 0)
            {
                return;
            }

            var worker = _workers[choice % _workers.Count];
            switch (choice)
            {
                case < Fail:
                    Step(worker);
                    break;
                case < Kill:
                    _workers.Remove(worker);
                    Tell(TransferSamples.Failed(worker.Attempt, worker.Run));
                    break;
                case < Overtake:
                    _workers.Remove(worker);
                    break;
                default:
                    // The actor has moved to another node, and the old worker doesn't know yet.
                    if (_transfer.StateAs<TransferFacts>().Working)
                    {
                        _workers.Add(new Worker(Attempt, $"run-{++_runs}"));
                    }

                    break;
            }
        }

        public void KillAll() => _workers.Clear();

        private void Step(Worker worker)
        {
            switch (worker.Next)
            {
                case WorkerStep.Begin:
                    var began = Ask(worker, TransferSamples.Started(worker.Attempt, worker.Run));
                    if (began is { Stage: DeliveryStage.Renaming })
                    {
                        worker.Next = PartIsThere ? WorkerStep.Rename : WorkerStep.Report;
                    }
                    else if (began is not null)
                    {
                        worker.Next = WorkerStep.Write;
                    }

                    break;
                case WorkerStep.Write when worker.Run != $"run-{_runs}":
                    // An overtaken worker's connection is closed before another begins.
                    _workers.Remove(worker);
                    Tell(TransferSamples.Failed(worker.Attempt, worker.Run));
                    break;
                case WorkerStep.Write:
                    PartIsThere = true;
                    worker.Next = WorkerStep.AskToRename;
                    break;
                case WorkerStep.AskToRename:
                    if (Ask(worker, TransferSamples.Completed(worker.Attempt, worker.Run)) is not null)
                    {
                        worker.Next = WorkerStep.Rename;
                    }

                    break;
                case WorkerStep.Rename when PartIsThere:
                    PartIsThere = false;
                    Renames++;
                    worker.Next = WorkerStep.Report;
                    break;
                case WorkerStep.Rename:
                    _workers.Remove(worker);
                    Tell(TransferSamples.Failed(worker.Attempt, worker.Run));
                    break;
                case WorkerStep.Report:
                    _workers.Remove(worker);
                    Tell(TransferSamples.Delivered(worker.Attempt, worker.Run));
                    break;
            }
        }

        /// <summary>The reply, or null when it says to stop.</summary>
        private AttemptReply? Ask(Worker worker, object message)
        {
            var reply = Tell(message).ReplyOf<AttemptReply>();
            if (reply.Continue)
            {
                return reply;
            }

            _workers.Remove(worker);
            return null;
        }

        private Decision Tell(object message) => _transfer.Handle(message);
    }

    private sealed class Worker(int attempt, string run)
    {
        public int Attempt => attempt;

        public string Run => run;

        public WorkerStep Next { get; set; }
    }

    private enum WorkerStep
    {
        Begin,
        Write,
        AskToRename,
        Rename,
        Report,
    }
}

using System.Collections.Immutable;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>Passes messages on, keeps alarms, starts works, and leaves a trace of everything in its log.</summary>
internal sealed class Walker(Action<DecisionContext> onDecide, string name = "walker", bool isPrivate = false) : EntityKind<WalkerState>
{
    internal const int Count = 12;

    public override string Name => name;

    public override bool PrivateShard => isPrivate;

    public override int SnapshotEvery => 7;

    internal static EntityId Entity(int number) => new("walker", "w" + number);

    internal static MessageCodec Codec()
    {
        MessageCodec codec = new();
        foreach (Type type in new[]
        {
            typeof(Put), typeof(Ask), typeof(Alarm), typeof(Ring), typeof(Toil), typeof(Done), typeof(Poison), typeof(Fuse), typeof(Took), typeof(Passed), typeof(Asked),
            typeof(AlarmSet), typeof(Rang), typeof(Toiling), typeof(Rested), typeof(Answer), typeof(Labor), typeof(WalkerState),
        })
        {
            codec.Register(type, type.Name, 1, System.Text.Json.JsonSerializerOptions.Default);
        }

        return codec;
    }

    protected override WalkerState Initial(string key) =>
        new(0, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal), ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    protected override WalkerState Apply(WalkerState state, object storedEvent)
    {
        state = state with { Events = state.Events + 1 };
        return storedEvent switch
        {
            Passed passed => state with { Passed = state.Passed.SetItem(passed.Receiver, passed.Number) },
            Toiling toiling => state with { Works = state.Works.Add(toiling.Work) },
            Rested rested => state with { Works = state.Works.Remove(rested.Work) },
            _ => state,
        };
    }

    protected override EntityDecision Decide(WalkerState state, object message, DecisionContext context)
    {
        onDecide(context);
        return message switch
        {
            Put put => Decide(state, put, context),
            Ask ask => new EntityDecision { Events = [new Asked(ask.Id)], Reply = new Answer(ask.Id, state.Events + 1) },
            Alarm alarm => new EntityDecision
            {
                Events = [new AlarmSet(alarm.Name)],
                Timers = [new SetTimer(alarm.Name, context.Now + alarm.In, new Ring(alarm.Name))],
            },
            Fuse fuse => new EntityDecision { Timers = [new SetTimer(fuse.Id, context.Now + fuse.In, new Poison(fuse.Id))] },
            Ring ring => new EntityDecision { Events = [new Rang(ring.Name)] },
            Toil toil => new EntityDecision { Events = [new Toiling(toil.Work)], Work = [new StartWork(toil.Work, new Labor(toil.Work))] },
            Done done when state.Works.Contains(done.Work) => new EntityDecision { Events = [new Rested(done.Work)], Work = [new EndWork(done.Work)] },
            Done => EntityDecision.Nothing,
            Poison poison => throw new InvalidOperationException(poison.Id),
            _ => throw new InvalidOperationException($"Unknown message {message}."),
        };
    }

    private static EntityDecision Decide(WalkerState state, Put put, DecisionContext context)
    {
        Took took = new(put.Sender, put.Number);
        PutRow row = new(new ViewRow("walkers", context.Self.ToString(), "all", "", (state.Events + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (put.Hops == 0)
        {
            return new EntityDecision { Events = [took], Views = [row] };
        }

        EntityId next = Entity((put.Salt + (put.Hops * 5)) % Count);
        long number = state.Passed.GetValueOrDefault(next.ToString()) + 1;
        return new EntityDecision
        {
            Events = [took, new Passed(next.ToString(), number)],
            Sends = [new OutgoingMessage(next, new Put(context.Self.ToString(), number, put.Hops - 1, put.Salt))],
            Views = [row],
        };
    }
}

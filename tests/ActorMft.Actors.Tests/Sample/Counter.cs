namespace ActorMft.Actors.Tests.Sample;

/// <summary>An entity that does a little of everything.</summary>
internal sealed class Counter(int stateVersion = 1, int snapshotEvery = 10, string name = "counter", bool isPrivate = false) : EntityKind<CounterState>
{
    public override string Name => name;

    public override int StateVersion => stateVersion;

    public override int SnapshotEvery => snapshotEvery;

    public override bool PrivateShard => isPrivate;

    protected override CounterState Initial(string key) => new(0, 0, null);

    protected override CounterState Apply(CounterState state, object storedEvent) => storedEvent switch
    {
        Added added => state with { Count = state.Count + 1, Sum = state.Sum + added.Number },
        Waiting waiting => state with { OpenRequest = waiting.RequestId, AnswerAt = waiting.AnswerAt },
        _ => throw new InvalidOperationException($"Unknown event {storedEvent}."),
    };

    protected override EntityDecision Decide(CounterState state, object message, DecisionContext context) => message switch
    {
        Add add => Adding(state, add.Number) with { Reply = new Total(state.Count + 1, state.Sum + add.Number) },
        Forward forward => Adding(state, forward.Number) with
        {
            Sends = [new OutgoingMessage(forward.To, new Add(forward.Number), CanWait: forward.CanWait)],
        },
        Fail fail => throw new InvalidOperationException(fail.Why),
        Remind remind => new EntityDecision { Timers = [new SetTimer("reminder", context.Now + remind.In, new AddLater(remind.Number, context.Now + remind.In))] },
        DontRemind => new EntityDecision { Timers = [new CancelTimer("reminder")] },
        AddLater later => later.Due <= context.Now
            ? Adding(state, later.Number)
            : throw new InvalidOperationException("The timer fired early."),
        Begin begin => new EntityDecision { Work = [new StartWork(begin.WorkId, new SomeWork(begin.Text))] },
        End end => new EntityDecision { Work = [new EndWork(end.WorkId)] },
        Show show => new EntityDecision { Views = [new PutRow(new ViewRow("counters", context.Self.Key, "all", show.Status, "{}"))] },
        Hide => new EntityDecision { Views = [new RemoveRow("counters", context.Self.Key)] },
        Echo => new EntityDecision { Sends = [new OutgoingMessage(context.Self, new Echo())] },
        AnswerLater => new EntityDecision { Events = [new Waiting(context.RequestId!)] },
        AnswerAt at when state.Count >= at.Count => new EntityDecision { Reply = new Total(state.Count, state.Sum) },
        AnswerAt at => new EntityDecision { Events = [new Waiting(context.RequestId!, at.Count)] },
        AnswerNow => new EntityDecision { LaterReplies = [new LaterReply(state.OpenRequest!, new Total(state.Count, state.Sum))] },
        AnswerUnhurried answer => new EntityDecision { Sends = [new OutgoingMessage(answer.At, new AnswerNow(), CanWait: true)] },
        _ => throw new InvalidOperationException($"Unknown message {message}."),
    };

    private static EntityDecision Adding(CounterState state, long number) => new()
    {
        Events = [new Added(number)],
        LaterReplies = state.AnswerAt == state.Count + 1 ? [new LaterReply(state.OpenRequest!, new Total(state.Count + 1, state.Sum + number))] : [],
    };
}

using System.Globalization;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Members;

namespace ActorMft.Domain.Pools;

/// <summary>What a pool does about each message.</summary>
internal sealed class PoolDecision(Deciding<PoolState, PoolEvent> deciding)
{
    private const string DeadlineTimer = "deadlines";

    private PoolState State => deciding.State;

    private string Key => deciding.Context.Self.Key;

    private string Watch => $"{deciding.Context.Self}/watch";

    public void Define(DefinePool message)
    {
        if (State.Cap != message.Cap || State.DisabledReason != message.DisabledReason)
        {
            deciding.Happened(new PoolDefined(deciding.Now, message.Cap, message.DisabledReason));
            RefuseAllIfDisabled();
            GrantWhatIsFree();
        }
    }

    public void Remove()
    {
        deciding.Happened(new PoolRemoved(deciding.Now));
        RefuseAllIfDisabled();
    }

    public void Request(RequestSlot message)
    {
        if (!State.Granted.ContainsKey(message.RequestId) && PlaceOf(message.RequestId) == 0)
        {
            if (State.DisabledReason is { } disabled)
            {
                deciding.Reply(new SlotReply(SlotStatus.Refused, 0, disabled));
                return;
            }

            if (State.Over.Contains(message.Incarnation))
            {
                deciding.Reply(new SlotReply(SlotStatus.Refused, 0, $"{message.Node} was replaced in the cluster after it had asked; it asks again as its new incarnation"));
                return;
            }

            if (message.Deadline <= deciding.Now)
            {
                deciding.Reply(new SlotReply(SlotStatus.Refused, 0, NoneInTime()));
                return;
            }

            deciding.Happened(new SlotRequested(deciding.Now, new SlotWish(message.RequestId, message.Node, message.Incarnation, message.Deadline)));
            GrantWhatIsFree();
        }

        deciding.Reply(State.Granted.ContainsKey(message.RequestId)
            ? new SlotReply(SlotStatus.Granted, 0, Reason: null)
            : Waiting(PlaceOf(message.RequestId)));
    }

    public void Release(ReleaseSlot message)
    {
        if (State.Granted.ContainsKey(message.RequestId) || PlaceOf(message.RequestId) > 0)
        {
            deciding.Happened(new SlotReleased(deciding.Now, message.RequestId));
            GrantWhatIsFree();
        }
    }

    public void HolderLost(HolderLost message)
    {
        if (!State.Over.Contains(message.Incarnation))
        {
            deciding.Happened(new HolderForgotten(deciding.Now, message.Incarnation));
            GrantWhatIsFree();
        }
    }

    public void CheckDeadlines()
    {
        var reason = NoneInTime();
        foreach (var wish in State.Line.Where(wish => wish.Deadline <= deciding.Now))
        {
            deciding.Happened(new SlotRefused(deciding.Now, wish.RequestId, reason));
        }
    }

    /// <summary>What follows from the change: the watch over the holders, the timer of the line, the row.</summary>
    public void Settle(PoolState before)
    {
        if (!deciding.HasEvents)
        {
            return;
        }

        if (before.IsIdle && !State.IsIdle)
        {
            deciding.StartWork(Watch, new WatchHolders(deciding.Context.Self));
        }
        else if (!before.IsIdle && State.IsIdle)
        {
            deciding.EndWork(Watch);
        }

        var due = EarliestDeadline(State);
        if (due != EarliestDeadline(before))
        {
            if (due is { } time)
            {
                deciding.SetTimer(DeadlineTimer, time, new CheckDeadlines());
            }
            else
            {
                deciding.CancelTimer(DeadlineTimer);
            }
        }

        ShowRow();
    }

    private static DateTimeOffset? EarliestDeadline(PoolState state) =>
        state.Line.IsEmpty ? null : state.Line.Min(wish => wish.Deadline);

    private void GrantWhatIsFree()
    {
        while (State.HasFreeSlot && State.Next() is { } next)
        {
            deciding.Happened(new SlotGranted(deciding.Now, next.RequestId));
        }
    }

    private void RefuseAllIfDisabled()
    {
        if (State.DisabledReason is { } reason)
        {
            foreach (var wish in State.Line)
            {
                deciding.Happened(new SlotRefused(deciding.Now, wish.RequestId, reason));
            }
        }
    }

    /// <summary>The place in line, from 1, as it would be served if nobody else came; 0 when the wish isn't in line.</summary>
    private int PlaceOf(string requestId)
    {
        var state = State;
        if (!state.Line.Exists(wish => wish.RequestId == requestId))
        {
            return 0;
        }

        for (var place = 1; ; place++)
        {
            var next = state.Next()!;
            if (next.RequestId == requestId)
            {
                return place;
            }

            state = PoolFold.Grant(state, next);
        }
    }

    private SlotReply Waiting(int place) => new(
        SlotStatus.Waiting,
        place,
        string.Create(CultureInfo.InvariantCulture, $"waiting for a connection to {Key}: {InUse()}; place {place} in line"));

    private string NoneInTime() => $"no connection to {Key} became free in time: {InUse()}";

    private string InUse() => PoolWords.InUse(State.Cap, Holders(State.Granted.Values));

    private static List<PoolHolder> Holders(IEnumerable<SlotWish> wishes) =>
        [.. wishes.CountBy(wish => wish.Node, StringComparer.Ordinal)
            .OrderBy(node => node.Key, StringComparer.Ordinal)
            .Select(node => new PoolHolder(node.Key, node.Value))];

    private void ShowRow()
    {
        var parts = Key.Split('/', 2);
        if (State is { Cap: 0, Granted.IsEmpty: true })
        {
            deciding.Hide(ViewNames.Pool, Key);
            return;
        }

        deciding.Show(
            ViewNames.Pool,
            Key,
            parts[0],
            "",
            new PoolRow(
                parts[0],
                parts[1],
                State.Cap ?? 0,
                State.Granted.Count,
                State.Line.Count,
                Holders(State.Granted.Values),
                Holders(State.Line),
                [.. State.Granted.Values.OrderBy(wish => wish.RequestId, StringComparer.Ordinal).Select(wish => new PoolSlot(wish.RequestId, wish.Incarnation))],
                [.. State.Line.Select(wish => wish.Incarnation)],
                State.DisabledReason));
    }
}

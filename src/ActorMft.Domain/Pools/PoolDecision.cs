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
            : new SlotReply(SlotStatus.Waiting, PlaceOf(message.RequestId), InUse()));
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
        if (State.Granted.Values.Concat(State.Line).Any(wish => wish.Incarnation == message.Incarnation))
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

    /// <summary>The place in line, from 1; 0 when the wish isn't in line.</summary>
    private int PlaceOf(string requestId) => State.Line.FindIndex(wish => wish.RequestId == requestId) + 1;

    private string NoneInTime() => $"no connection to {Key} became free in time: {InUse()}";

    private string InUse()
    {
        if (State.Cap is not { } cap)
        {
            return $"the remote server {Key} is not known yet";
        }

        var holders = string.Join(", ", Holders().Select(holder => string.Create(CultureInfo.InvariantCulture, $"{holder.Node} {holder.Count}")));
        return string.Create(CultureInfo.InvariantCulture, $"{State.Granted.Count} of {cap} in use ({holders}), {State.Line.Count} waiting (the remote's maxConnections)");
    }

    private List<PoolHolder> Holders() =>
        [.. State.Granted.Values.GroupBy(wish => wish.Node, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new PoolHolder(group.Key, group.Count()))];

    private void ShowRow()
    {
        var parts = Key.Split('/', 2);
        if (State is { Cap: 0, Granted.IsEmpty: true })
        {
            deciding.Hide(ViewNames.Pool, Key);
            return;
        }

        var slots = State.Granted.Keys.Order(StringComparer.Ordinal).ToList();
        deciding.Show(
            ViewNames.Pool,
            Key,
            parts[0],
            "",
            new PoolRow(parts[0], parts[1], State.Cap ?? 0, State.Granted.Count, State.Line.Count, Holders(), slots, State.DisabledReason));
    }
}

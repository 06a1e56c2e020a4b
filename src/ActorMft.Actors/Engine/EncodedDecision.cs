using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>A decision with everything in it encoded, so that what cannot be stored fails before anything is changed.</summary>
internal sealed record EncodedDecision(
    IReadOnlyList<EventRow> Events,
    IReadOnlyList<MessageRow> Sends,
    IReadOnlyList<TimerRow> SetTimers,
    IReadOnlyList<WorkRow> StartedWork,
    IReadOnlyList<RequestChange> Requests)
{
    internal static EncodedDecision Encode(EngineParts parts, ShardLease lease, Input input, EntityDecision decision, long sequence, DateTimeOffset now)
    {
        MessageCodec codec = parts.Codec;
        List<EventRow> events = new(decision.Events.Count);
        foreach (object one in decision.Events)
        {
            events.Add(new EventRow(input.Entity, ++sequence, lease.Epoch, codec.Encode(one), input.MessageId, now));
        }

        List<MessageRow> sends = new(decision.Sends.Count);
        foreach (OutgoingMessage one in decision.Sends)
        {
            sends.Add(new MessageRow(parts.Shards.ShardOf(one.To), parts.Options.NewId(), one.To, codec.Encode(one.Message), one.RequestId));
        }

        List<TimerRow> timers = [];
        foreach (SetTimer one in decision.Timers.OfType<SetTimer>())
        {
            timers.Add(new TimerRow(input.Entity, one.Name, one.Due, parts.Options.NewId(), codec.Encode(one.Message), 0));
        }

        List<WorkRow> works = [];
        foreach (StartWork one in decision.Work.OfType<StartWork>())
        {
            works.Add(new WorkRow(new WorkKey(input.Entity, one.WorkId), parts.Options.NewId(), codec.Encode(one.Payload), now));
        }

        List<RequestChange> requests = [];
        if (input.RequestId is not null)
        {
            requests.Add(new RequestChange(input.RequestId, decision.Reply is null ? null : codec.Encode(decision.Reply), IsFirst: true));
        }

        foreach (LaterReply one in decision.LaterReplies)
        {
            requests.Add(new RequestChange(one.RequestId, codec.Encode(one.Reply)));
        }

        return new EncodedDecision(events, sends, timers, works, requests);
    }
}

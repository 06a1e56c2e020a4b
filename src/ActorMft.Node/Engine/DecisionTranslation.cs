using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using Effects = ActorMft.Domain.Decisions;

namespace ActorMft.Node.Engine;

/// <summary>The domain's effects, in the engine's words.</summary>
internal static class DecisionTranslation
{
    public static EntityDecision Translate(Decision decision)
    {
        if (decision.Events.Count == 0 && decision.Effects.Count == 0)
        {
            return EntityDecision.Nothing;
        }

        var sends = new List<OutgoingMessage>();
        var timers = new List<TimerChange>();
        var work = new List<WorkChange>();
        var views = new List<ViewChange>();
        object? reply = null;
        FinishedEntity? finished = null;
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case Send send:
                    sends.Add(new OutgoingMessage(send.To.ToEntityId(), send.Message, CanWait: send.CanWait));
                    break;
                case Effects.StartWork start:
                    work.Add(new Actors.StartWork(start.WorkId, start.Payload));
                    break;
                case Effects.EndWork end:
                    work.Add(new Actors.EndWork(end.WorkId));
                    break;
                case Effects.SetTimer timer:
                    timers.Add(new Actors.SetTimer(timer.Name, timer.Due, timer.Message));
                    break;
                case Effects.CancelTimer timer:
                    timers.Add(new Actors.CancelTimer(timer.Name));
                    break;
                case Reply answer:
                    reply = answer.Message;
                    break;
                case ShowRow row:
                    views.Add(new PutRow(new ViewRow(row.View, row.Id, row.Scope, row.Status, row.Json)));
                    break;
                case Effects.RemoveRow row:
                    views.Add(new Actors.RemoveRow(row.View, row.Id));
                    break;
                case Effects.Finish finish:
                    finished = new FinishedEntity(finish.View, finish.RowId);
                    break;
                default:
                    throw new InvalidOperationException($"An effect of type {effect.GetType().Name} has no counterpart in the engine.");
            }
        }

        return new EntityDecision
        {
            Events = decision.Events,
            Sends = sends,
            Timers = timers,
            Work = work,
            Views = views,
            Reply = reply,
            Finished = finished,
        };
    }

    /// <summary>The same name for the engine.</summary>
    public static EntityId ToEntityId(this ActorId id) => new(id.Kind, id.Key);
}

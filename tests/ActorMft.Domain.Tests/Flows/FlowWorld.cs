using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using static ActorMft.Domain.Tests.Flows.FlowSamples;

namespace ActorMft.Domain.Tests.Flows;

/// <summary>
/// A flow with its transfers and their workers. Each actor gets its messages in the order in which they were sent; which actor is next is
/// the test's choice.
/// </summary>
internal sealed class FlowWorld
{
    private readonly SortedDictionary<string, Queue<object>> _mail = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Actor> _transfers = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _due = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReleaseSource> _releases = new(StringComparer.Ordinal);
    private readonly FlowSpec _spec;
    private long _revision;
    private int _arrivals;

    public FlowWorld(FlowSpec spec)
    {
        _spec = spec;
        Define(isEnabled: true, hold: null);
    }

    public Actor Flow { get; } = New();

    public FlowState State => Flow.StateAs<FlowState>();

    /// <summary>Transfers with an attempt under way, in the order of their arrival.</summary>
    public IReadOnlyList<TransferFacts> Working => [.. All.Where(facts => facts.Working)];

    public IEnumerable<TransferFacts> All => _transfers.Values.Select(actor => actor.StateAs<TransferFacts>()).Where(facts => facts.Definition is not null)
        .OrderBy(facts => facts.Definition!.ArrivalId, StringComparer.Ordinal);

    public void Arrive(int path) => Mail(Flow.Self, Arrived($"{_arrivals:D4}", $"/invoices/{path}.csv", _revision) with { ArrivalId = DerivedId.Create(Actor.Start.AddMilliseconds(_arrivals++), "x") });

    public void Define(bool isEnabled, string? hold) => Mail(Flow.Self, FlowSamples.Define(++_revision, _spec with { Enabled = isEnabled }, hold));

    /// <summary>Handles one message of one actor.</summary>
    /// <returns>False: there is none.</returns>
    public bool Pump(int choice)
    {
        var waiting = _mail.Where(box => box.Value.Count > 0).Select(box => box.Key).ToList();
        if (waiting.Count == 0)
        {
            return false;
        }

        var key = waiting[choice % waiting.Count];
        Handle(key, _mail[key].Dequeue());
        return true;
    }

    /// <summary>Ends an attempt.</summary>
    public void EndAttempt(int choice, bool isDelivered, bool isTransient)
    {
        if (Working is not { Count: > 0 } working)
        {
            return;
        }

        var facts = working[choice % working.Count];
        var id = facts.Definition!.TransferId;
        if (!isDelivered)
        {
            Handle(id, new AttemptFailed(facts.Attempt, "", "node-1", "connection refused", isTransient, 0, StartOver: false));
            return;
        }

        var path = facts.Definition.TargetPath;
        Handle(id, new AttemptStarted(facts.Attempt, "run", "node-1", 0));
        Handle(id, new PartCompleted(facts.Attempt, "run", "node-1", path, 10));
        Handle(id, new Delivered(facts.Attempt, "run", "node-1", path, DeliveryOutcome.Created, 10));
    }

    /// <summary>The next attempt of a transfer is due.</summary>
    public void Due(int choice)
    {
        if (_due.Count > 0)
        {
            var id = _due.ElementAt(choice % _due.Count);
            _due.Remove(id);
            Handle(id, new AttemptDue(_transfers[id].StateAs<TransferFacts>().Attempt + 1));
        }
    }

    public void Cancel(int choice) => ToOne(choice, facts => !facts.HasEnded, new CancelTransfer("no longer wanted", "ann", "127.0.0.1"));

    public void Retry(int choice) => ToOne(choice, facts => facts.State is TransferState.Parked or TransferState.Waiting, new RetryTransfer("ann", "127.0.0.1"));

    public void Release()
    {
        foreach (var (id, release) in _releases.ToList())
        {
            _releases.Remove(id);
            Mail(Flow.Self, new SourceReleased(release.ArrivalId, release.Delete, null));
        }
    }

    private void ToOne(int choice, Func<TransferFacts, bool> which, object message)
    {
        var ids = All.Where(which).Select(facts => facts.Definition!.TransferId).ToList();
        if (ids.Count > 0)
        {
            Handle(ids[choice % ids.Count], message);
        }
    }

    private void Mail(ActorId to, object message)
    {
        var key = to == Flow.Self ? "" : to.Key;
        if (!_mail.TryGetValue(key, out var box))
        {
            _mail.Add(key, box = new Queue<object>());
        }

        box.Enqueue(message);
    }

    private void Handle(string key, object message)
    {
        var actor = key.Length == 0 ? Flow : _transfers.TryGetValue(key, out var known) ? known : _transfers[key] = new Actor(ActorId.Transfer(key));
        foreach (var effect in actor.Handle(message).Effects)
        {
            switch (effect)
            {
                case Send send:
                    Mail(send.To, send.Message);
                    break;
                case SetTimer:
                    _due.Add(key);
                    break;
                case CancelTimer:
                    _due.Remove(key);
                    break;
                case StartWork { Payload: ReleaseSource release }:
                    _releases.Add(release.ArrivalId, release);
                    break;
            }
        }
    }
}

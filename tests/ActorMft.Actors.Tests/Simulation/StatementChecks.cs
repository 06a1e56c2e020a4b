using System.Text.Json;
using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>What must always hold, read off the database after a run. The numbers are those of the engine's design.</summary>
internal sealed class StatementChecks(SimulationRun simulation)
{
    private readonly MessageCodec _codec = Walker.Codec();

    private SimulatedDatabase Database => simulation.Database;

    internal bool IsQuiet() => Database.Inbox.Count == 0 && Database.Timers.Count == 0 && Database.Works.Count == 0;

    /// <summary>10, its first half.</summary>
    internal void CheckOwners(IReadOnlySet<Guid> living)
    {
        foreach (ShardStatus shard in Database.Shards)
        {
            Expect(shard.Owner is { } owner && living.Contains(owner), $"10: nobody runs shard {shard.Shard}: its owner is {Database.Read().Nodes.FirstOrDefault(node => node.Incarnation == shard.Owner)}.");
        }
    }

    internal void CheckLogs()
    {
        Expect(IsQuiet(), $"10: not drained: {Database.Inbox.Count} messages, {Database.Timers.Count} timers, {Database.Works.Count} works left.");
        CheckFence();
        Dictionary<EntityId, List<object>> logs = Database.Events.ToDictionary(
            static log => log.Key,
            log => log.Value.Select(row => _codec.Decode(row.Event)).ToList());
        foreach ((EntityId entity, List<EventRow> log) in Database.Events)
        {
            Expect(log.Select(static row => row.Sequence).SequenceEqual(Enumerable.Range(1, log.Count).Select(static i => (long)i)), $"1: the log of {entity} has a gap.");
            Expect(log.Zip(log.Skip(1)).All(static pair => pair.First.Epoch <= pair.Second.Epoch), $"2: an epoch goes down along the log of {entity}.");
            CheckSnapshot(entity, log);
            CheckView(entity, logs[entity]);
        }

        CheckMessages(logs);
        CheckRequests(logs);
        CheckOnce<AlarmSet, Rang>(logs, static set => set.Name, static rang => rang.Name, "9: alarm");
        CheckOnce<Toiling, Rested>(logs, static toiling => toiling.Work, static rested => rested.Work, "3: work");
        CheckDeadLetters();
    }

    /// <summary>3: what cannot be handled is a dead letter, once, and nothing else is; a timer's message too.</summary>
    private void CheckDeadLetters()
    {
        List<object> letters = [.. Database.DeadLetters.Values.Select(letter => _codec.Decode(new EncodedMessage(letter.Type, 1, letter.Json)))];
        List<string> poison = [.. letters.OfType<Poison>().Select(static one => one.Id)];
        Expect(poison.Count == letters.Count, "3: a message that can be handled is a dead letter.");
        Expect(poison.Distinct().Count() == poison.Count, "3: a message is a dead letter twice.");
        Expect(simulation.Poisoned.IsSubsetOf(poison), "3: a message that cannot be handled is no dead letter.");
    }

    /// <summary>2: nothing of an epoch commits after the claim of the next.</summary>
    private void CheckFence()
    {
        Dictionary<int, long> epochs = [];
        foreach (DatabaseEntry entry in Database.Log)
        {
            if (entry.IsClaim)
            {
                epochs[entry.Shard] = entry.Epoch;
            }
            else
            {
                Expect(epochs[entry.Shard] == entry.Epoch, $"2: epoch {entry.Epoch} of shard {entry.Shard} committed in epoch {epochs[entry.Shard]}.");
            }
        }
    }

    /// <summary>7: snapshot and tail give what a full replay gives.</summary>
    private void CheckSnapshot(EntityId entity, List<EventRow> log)
    {
        if (Database.Snapshots.TryGetValue(entity, out SnapshotRow? snapshot))
        {
            Walker kind = new(static _ => { });
            object state = kind.CreateInitial(entity.Key);
            foreach (EventRow row in log.Take((int)snapshot.Sequence))
            {
                state = kind.Apply(state, _codec.Decode(row.Event));
            }

            Expect(JsonSerializer.Serialize((WalkerState)state) == snapshot.State.Json, $"7: the snapshot of {entity} is not what a replay gives.");
        }
    }

    /// <summary>5: a view says what the events say that it follows.</summary>
    private void CheckView(EntityId entity, List<object> log)
    {
        int shown = log.FindLastIndex(static one => one is Took) + 1;
        string row = Database.Views.GetValueOrDefault(("walkers", entity.ToString()))?.Json ?? "0";
        Expect(row == shown.ToString(System.Globalization.CultureInfo.InvariantCulture), $"5: the view of {entity} shows {row} events, the log {shown}.");
    }

    /// <summary>3, 5 and 6: accepted is handled, once and in order; what was passed on arrived, and nothing else did.</summary>
    private void CheckMessages(Dictionary<EntityId, List<object>> logs)
    {
        HashSet<(string, string, long)> taken = [];
        HashSet<(string, string, long)> passed = [];
        foreach ((EntityId entity, List<object> log) in logs)
        {
            Dictionary<string, long> last = [];
            foreach (Took took in log.OfType<Took>())
            {
                Expect(taken.Add((took.Sender, entity.ToString(), took.Number)), $"3: {entity} handled {took} twice.");
                Expect(took.Number > last.GetValueOrDefault(took.Sender), $"6: {entity} handled {took} out of order.");
                last[took.Sender] = took.Number;
            }

            foreach (Passed one in log.OfType<Passed>())
            {
                Expect(passed.Add((entity.ToString(), one.Receiver, one.Number)), $"5: {entity} passed {one} twice.");
            }
        }

        foreach ((string sender, EntityId to, long number) in simulation.Accepted)
        {
            Expect(taken.Contains((sender, to.ToString(), number)), $"3: message {number} of {sender} to {to} was accepted and is lost.");
        }

        HashSet<(string, string, long)> takenFromEntities = [.. taken.Where(static one => one.Item1.Contains('/', StringComparison.Ordinal))];
        Expect(takenFromEntities.SetEquals(passed), "5: what was passed on is not what arrived.");
    }

    /// <summary>4: the same request id, the same answer, one effect.</summary>
    private void CheckRequests(Dictionary<EntityId, List<object>> logs)
    {
        Dictionary<string, int> asked = logs.Values.SelectMany(static log => log.OfType<Asked>()).GroupBy(static one => one.Id).ToDictionary(static g => g.Key, static g => g.Count());
        foreach (IGrouping<string, (string Id, Answer Answer)> answers in simulation.Answers.GroupBy(static one => one.Id))
        {
            Expect(answers.Select(static one => one.Answer).Distinct().Count() == 1, $"4: the request {answers.Key} got different answers.");
            Expect(asked.GetValueOrDefault(answers.Key) == 1, $"4: the request {answers.Key} had {asked.GetValueOrDefault(answers.Key)} effects.");
        }
    }

    private void CheckOnce<TStart, TEnd>(Dictionary<EntityId, List<object>> logs, Func<TStart, string> start, Func<TEnd, string> end, string what)
    {
        foreach ((EntityId entity, List<object> log) in logs)
        {
            List<string> ended = [.. log.OfType<TEnd>().Select(end).Order(StringComparer.Ordinal)];
            Expect(ended.SequenceEqual(log.OfType<TStart>().Select(start).Order(StringComparer.Ordinal)), $"{what} of {entity} did not end exactly once.");
        }
    }

    private void Expect(bool holds, string statement)
    {
        if (!holds)
        {
            simulation.Violations.Add(statement);
        }
    }
}

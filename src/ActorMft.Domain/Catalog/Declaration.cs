using System.Collections.Immutable;
using System.Text.Json;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Changes what is declared: everything that was asked for, or nothing.</summary>
internal sealed class Declaration(Deciding<CatalogState, CatalogEvent> deciding)
{
    private const int NotDeclared = -1;

    private CatalogState State => deciding.State;

    public void Declare(DeclareResources message)
    {
        var revision = State.Revision + 1;
        var problems = CatalogChecks.OfDeclaration(message.Resources).ToList();
        var outcomes = new List<ResourceOutcome>();
        var changes = new List<CatalogEvent>();
        var after = State.Entries;
        foreach (var spec in message.Resources)
        {
            var current = State.Entries.GetValueOrDefault(spec.Key.ToString());
            var entry = new CatalogEntry(spec, revision, FactsOf(spec, current));
            var outcome = current is null ? Outcome.Created : IsSame(current.Spec, spec) ? Outcome.Unchanged : Outcome.Changed;
            outcomes.Add(new ResourceOutcome(spec.Kind, spec.Organization, spec.Name, outcome));
            if (outcome != Outcome.Unchanged)
            {
                changes.Add(new ResourceDeclared(deciding.Now, entry, outcome, message.Actor, message.From));
                after = after.SetItem(spec.Key.ToString(), entry);
            }
        }

        if (message.Prune)
        {
            foreach (var spec in CatalogChecks.Undeclared(State, message.Resources))
            {
                outcomes.Add(new ResourceOutcome(spec.Kind, spec.Organization, spec.Name, Outcome.Deleted));
                changes.Add(new ResourceDeleted(deciding.Now, spec.Kind, spec.Key.Organization, spec.Name, revision, message.Actor, message.From));
                after = after.Remove(spec.Key.ToString());
            }
        }

        var places = message.Resources
            .Select((spec, i) => (Key: spec.Key.ToString(), Index: i))
            .DistinctBy(place => place.Key, StringComparer.Ordinal)
            .ToDictionary(place => place.Key, place => place.Index, StringComparer.Ordinal);
        problems.AddRange(CatalogChecks.OfReferences(State with { Entries = after }, key => places.GetValueOrDefault(key, NotDeclared)));
        if (problems.Count == 0 && !message.DryRun)
        {
            Commit(changes);
        }

        deciding.Reply(new DeclareReply(problems.Count == 0 ? outcomes : [], [.. problems.OrderBy(problem => problem.Index)], State.Revision));
    }

    public void Delete(DeleteResource message)
    {
        if (State.Find(message.Kind, message.Organization, message.Name) is not { } entry)
        {
            deciding.Reply(new DeleteReply(Found: false, [], State.Revision));
            return;
        }

        var after = State with { Entries = State.Entries.Remove(entry.Spec.Key.ToString()) };
        var problems = CatalogChecks.OfReferences(after, _ => NotDeclared).ToList();
        if (problems.Count == 0)
        {
            Commit([new ResourceDeleted(deciding.Now, message.Kind, message.Organization, message.Name, State.Revision + 1, message.Actor, message.From)]);
        }

        deciding.Reply(new DeleteReply(Found: true, problems, State.Revision));
    }

    private static bool IsSame(ResourceSpec left, ResourceSpec right) =>
        JsonSerializer.Serialize(left, DomainJson.Options) == JsonSerializer.Serialize(right, DomainJson.Options);

    /// <summary>What was learned about a remote server stays true as long as it is the same server with the same rule for keys.</summary>
    private static RemoteFacts? FactsOf(ResourceSpec spec, CatalogEntry? current) =>
        spec is RemoteSpec remote && current?.Spec is RemoteSpec before
        && remote.Host == before.Host
        && remote.Port == before.Port
        && remote.HostKey == before.HostKey
        && remote.HostKeyPolicy == before.HostKeyPolicy
            ? current.Remote
            : null;

    private void Commit(IReadOnlyList<CatalogEvent> changes)
    {
        foreach (var change in changes)
        {
            deciding.Happened(change);
            switch (change)
            {
                case ResourceDeclared declared:
                    var key = declared.Entry.Spec.Key;
                    var action = declared.Outcome == Outcome.Created ? "created" : "changed";
                    deciding.Show(ViewNames.Resource, key.ToString(), key.Organization, key.Kind.ToString(), declared.Entry);
                    Audit.Record(deciding, declared.Actor, declared.From, action, key.ToString(), key.Organization);
                    break;
                case ResourceDeleted deleted:
                    var id = new ResourceKey(deleted.Kind, deleted.Organization, deleted.Name).ToString();
                    deciding.Hide(ViewNames.Resource, id);
                    Audit.Record(deciding, deleted.Actor, deleted.From, "deleted", id, deleted.Organization);
                    break;
            }
        }
    }
}

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
                after = After(after, changes[^1]);
            }
        }

        if (message.Prune)
        {
            foreach (var spec in CatalogChecks.Undeclared(State, message.Resources))
            {
                outcomes.Add(new ResourceOutcome(spec.Kind, spec.Organization, spec.Name, Outcome.Deleted));
                changes.Add(new ResourceDeleted(deciding.Now, spec.Kind, spec.Key.Organization, spec.Name, revision, message.Actor, message.From));
                after = After(after, changes[^1]);
            }
        }

        foreach (var change in FollowingChanges(State with { Entries = after }, message.Actor, message.From).ToList())
        {
            changes.Add(change);
            after = After(after, change);
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

        var gone = new ResourceDeleted(deciding.Now, message.Kind, message.Organization, message.Name, State.Revision + 1, message.Actor, message.From);
        var entries = After(State.Entries, gone);
        CatalogEvent[] changes = [gone, .. FollowingChanges(State with { Entries = entries }, message.Actor, message.From)];
        var problems = CatalogChecks.OfReferences(State with { Entries = changes.Aggregate(State.Entries, After) }, _ => NotDeclared).ToList();
        if (problems.Count == 0)
        {
            Commit(changes);
        }

        deciding.Reply(new DeleteReply(Found: true, problems, State.Revision));
    }

    /// <summary>Of two calls at the same time one makes the login and both get it.</summary>
    public void Issue(IssueCredentials message)
    {
        var wanted = message.User;
        var current = State.Find(ResourceKind.User, wanted.Organization!, wanted.Name)?.Spec as UserSpec;
        if (State.Find<FlowSpec>(ResourceKind.Flow, wanted.Organization, wanted.Flow) is not { Inbox: not null } flow)
        {
            deciding.Reply(new IssueReply(User: null, IsNew: false, $"{wanted.Organization}/{wanted.Flow} is no space inbox any more"));
            return;
        }

        if (current is { IsIssued: false })
        {
            deciding.Reply(new IssueReply(User: null, IsNew: false, $"the login {wanted.Name} is declared by hand; delete it, and ask again"));
            return;
        }

        if (current is not null && !message.Rotate)
        {
            deciding.Reply(new IssueReply(current, IsNew: false, Reason: null));
            return;
        }

        var user = IssuedUsers.Of(current is null ? wanted : current with { Password = wanted.Password }, flow);
        var entry = new CatalogEntry(user, State.Revision + 1, Remote: null);
        var problems = CatalogChecks.OfReferences(State with { Entries = State.Entries.SetItem(user.Key.ToString(), entry) }, _ => NotDeclared).ToList();
        if (problems.Count > 0)
        {
            deciding.Reply(new IssueReply(User: null, IsNew: false, problems[0].Allowed));
            return;
        }

        Commit([new ResourceDeclared(deciding.Now, entry, current is null ? Outcome.Created : Outcome.Changed, message.Actor, message.From)]);
        deciding.Reply(new IssueReply(user, IsNew: true, Reason: null));
    }

    private static ImmutableDictionary<string, CatalogEntry> After(ImmutableDictionary<string, CatalogEntry> entries, CatalogEvent change) => change switch
    {
        ResourceDeclared declared => entries.SetItem(declared.Entry.Spec.Key.ToString(), declared.Entry),
        ResourceDeleted deleted => entries.Remove(new ResourceKey(deleted.Kind, deleted.Organization, deleted.Name).ToString()),
        _ => entries,
    };

    private IEnumerable<CatalogEvent> FollowingChanges(CatalogState after, string actor, string from)
    {
        var revision = State.Revision + 1;
        foreach (var (before, now) in IssuedUsers.LeftBehind(after))
        {
            yield return now is null
                ? new ResourceDeleted(deciding.Now, ResourceKind.User, before.Organization!, before.Name, revision, actor, from)
                : new ResourceDeclared(deciding.Now, new CatalogEntry(now, revision, Remote: null), Outcome.Changed, actor, from);
        }
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

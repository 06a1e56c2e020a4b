using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Keeps what is declared, refuses what doesn't fit together, and tells each actor its part of it.</summary>
internal sealed class CatalogBehavior : ActorBehavior<CatalogState, CatalogEvent>
{
    public override string Kind => ActorKinds.Catalog;

    private protected override CatalogState Initial(string key) => new();

    private protected override CatalogState Apply(CatalogState state, CatalogEvent @event) => @event switch
    {
        ResourceDeclared e => state with { Revision = e.Entry.Revision, Entries = state.Entries.SetItem(e.Entry.Spec.Key.ToString(), e.Entry) },
        ResourceDeleted e => state with
        {
            Revision = e.Revision,
            Entries = state.Entries.Remove(new ResourceKey(e.Kind, e.Organization, e.Name).ToString()),
        },
        HostKeysAdded e => state with { Revision = e.Revision, HostKeys = state.HostKeys.AddRange(e.Keys) },
        RemoteFactsChanged e => WithFacts(state, e),
        ClusterIdentified e => state with { Identity = e.Identity },
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    private protected override void Decide(Deciding<CatalogState, CatalogEvent> deciding, object message)
    {
        var before = deciding.State;
        switch (message)
        {
            case DeclareResources declare:
                new Declaration(deciding).Declare(declare);
                break;
            case DeleteResource delete:
                new Declaration(deciding).Delete(delete);
                break;
            case IssueCredentials issue:
                new Declaration(deciding).Issue(issue);
                break;
            case AddHostKeys add:
                AddHostKeys(deciding, add);
                break;
            case RecordRemoteHostKey record:
                new RemoteHostKeys(deciding).Record(record);
                break;
            case AcceptHostKey accept:
                new RemoteHostKeys(deciding).Accept(accept);
                break;
            case IdentifyCluster identify:
                Identify(deciding, identify);
                break;
            case ReadCatalog:
                deciding.Reply(new CatalogContents(before.Revision, [.. before.InOrder()], before.HostKeys));
                break;
            default:
                throw Unknown(message);
        }

        if (deciding.HasEvents)
        {
            new CatalogNews(deciding).Tell(before, deciding.State);
        }
    }

    private static CatalogState WithFacts(CatalogState state, RemoteFactsChanged e)
    {
        var key = new ResourceKey(ResourceKind.RemoteServer, e.Organization, e.Remote).ToString();
        return state with { Revision = e.Revision, Entries = state.Entries.SetItem(key, state.Entries[key] with { Remote = e.Facts }) };
    }

    private static void Identify(Deciding<CatalogState, CatalogEvent> deciding, IdentifyCluster message)
    {
        if (deciding.State.Identity is null)
        {
            deciding.Happened(new ClusterIdentified(deciding.Now, message.Mine));
            deciding.Show(ViewNames.Cluster, ViewNames.ClusterIdentity, "", "", message.Mine);
        }

        deciding.Reply(deciding.State.Identity!);
    }

    private static void AddHostKeys(Deciding<CatalogState, CatalogEvent> deciding, AddHostKeys message)
    {
        var known = deciding.State.HostKeys.Select(key => key.Type).ToHashSet(StringComparer.Ordinal);
        var added = message.Keys.Where(key => known.Add(key.Type)).ToList();
        if (added.Count > 0)
        {
            deciding.Happened(new HostKeysAdded(deciding.Now, added, deciding.State.Revision + 1));
        }

        deciding.Reply(new HostKeysReply(deciding.State.HostKeys));
    }
}

using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Json;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Syncs;

namespace ActorMft.Domain.Catalog;

/// <summary>Tells each actor what has changed for it, and nobody else anything.</summary>
internal sealed class CatalogNews(Deciding<CatalogState, CatalogEvent> deciding)
{
    public void Tell(CatalogState before, CatalogState after)
    {
        foreach (var entry in after.InOrder())
        {
            var old = before.Entries.GetValueOrDefault(entry.Spec.Key.ToString());
            switch (entry.Spec)
            {
                case RemoteSpec remote:
                    TellPool(remote, old is null ? null : PoolOf(old), PoolOf(entry));
                    break;
                case EndpointSpec endpoint when EndpointTypes.Find(endpoint.Type) is { HasUsers: true }:
                    TellEndpoint(endpoint, old?.Spec as EndpointSpec);
                    break;
                case FlowSpec flow:
                    TellFlow(flow, entry.Revision, old, before, after);
                    TellPull(entry, old, before, after);
                    break;
                case SyncSpec sync:
                    TellSync(sync, entry.Revision, old, before, after);
                    break;
                case UserSpec user:
                    TellAboutUser(user, old?.Spec as UserSpec);
                    break;
            }
        }

        foreach (var entry in before.InOrder().Where(entry => !after.Entries.ContainsKey(entry.Spec.Key.ToString())))
        {
            TellGone(entry, after.Revision, before);
        }
    }

    /// <summary>By target endpoint of a flow: why files for it must wait.</summary>
    private static Dictionary<string, string> Holds(FlowSpec flow, CatalogState catalog)
    {
        var holds = new Dictionary<string, string>(StringComparer.Ordinal);
        var source = HoldOf(flow.Organization!, flow.Source.Endpoint, catalog);
        foreach (var name in flow.Targets.Select(target => target.Endpoint).Distinct(StringComparer.Ordinal))
        {
            if ((source ?? HoldOf(flow.Organization!, name, catalog)) is { } hold)
            {
                holds.Add(name, hold);
            }
        }

        return holds;
    }

    private static string? HoldOf(string organization, string name, CatalogState catalog)
    {
        var endpoint = catalog.Find<EndpointSpec>(ResourceKind.Endpoint, organization, name);
        if (endpoint is { Enabled: false })
        {
            return $"the endpoint {organization}/{name} is disabled";
        }

        return endpoint?.Remote is { } remote ? HoldOfRemote(organization, remote, catalog) : null;
    }

    private static string? HoldOf(SyncSpec sync, CatalogState catalog) =>
        !sync.Enabled ? "it is disabled" : HoldOf(sync.Organization!, sync.Endpoint, catalog) ?? HoldOfRemote(sync.Organization!, sync.Remote, catalog);

    private static string? HoldOfRemote(string organization, string remote, CatalogState catalog) =>
        catalog.Find(ResourceKind.RemoteServer, organization, remote) is { } entry ? PoolOf(entry).DisabledReason : null;

    private static DefinePool PoolOf(CatalogEntry entry)
    {
        var remote = (RemoteSpec)entry.Spec;
        var disabled = remote.Enabled ? entry.Remote?.DisabledReason : $"the remote server {remote.Organization}/{remote.Name} is disabled";
        return new DefinePool(remote.MaxConnections, disabled);
    }

    private static bool AreSame(Dictionary<string, string> left, Dictionary<string, string> right) =>
        left.Count == right.Count && left.All(hold => right.GetValueOrDefault(hold.Key) == hold.Value);

    private void TellPool(RemoteSpec remote, DefinePool? old, DefinePool pool)
    {
        if (old != pool)
        {
            deciding.Send(ActorId.Pool(remote.Organization!, remote.Name), pool);
        }
    }

    private void TellEndpoint(EndpointSpec endpoint, EndpointSpec? old)
    {
        if (old is null || old.Enabled != endpoint.Enabled || old.MaxSessions != endpoint.MaxSessions || old.Type != endpoint.Type)
        {
            deciding.Send(ActorId.Endpoint(endpoint.Organization!, endpoint.Name), new DefineEndpoint(endpoint.Enabled, endpoint.MaxSessions));
        }
    }

    private void TellFlow(FlowSpec flow, long revision, CatalogEntry? old, CatalogState before, CatalogState after)
    {
        var holds = Holds(flow, after);
        if (old?.Revision != revision || !AreSame(Holds((FlowSpec)old.Spec, before), holds))
        {
            deciding.Send(ActorId.Flow(flow.Organization!, flow.Name), new DefineFlow(flow, revision, holds));
        }
    }

    private void TellSync(SyncSpec sync, long revision, CatalogEntry? old, CatalogState before, CatalogState after)
    {
        var hold = HoldOf(sync, after);
        if (old?.Revision != revision || HoldOf((SyncSpec)old.Spec, before) != hold)
        {
            deciding.Send(ActorId.Sync(sync.Organization!, sync.Name), new DefineSync(sync, revision, hold));
        }
    }

    private void TellPull(CatalogEntry entry, CatalogEntry? old, CatalogState before, CatalogState after)
    {
        var oldPull = old is null ? null : PullOf(old, before);
        var id = ActorId.Pull(entry.Spec.Organization!, entry.Spec.Name);
        if (PullOf(entry, after) is not { } pull)
        {
            if (oldPull is not null)
            {
                deciding.Send(id, new RemovePull(after.Revision));
            }
        }
        else if (oldPull is null || Comparable(oldPull) != Comparable(pull))
        {
            deciding.Send(id, pull);
        }
    }

    /// <summary>Null for a flow whose files come by themselves.</summary>
    private static DefinePull? PullOf(CatalogEntry entry, CatalogState catalog)
    {
        var flow = (FlowSpec)entry.Spec;
        var endpoint = catalog.Find<EndpointSpec>(ResourceKind.Endpoint, flow.Organization, flow.Source.Endpoint);
        if (endpoint is null || EndpointTypes.Find(endpoint.Type) is not { IsPulled: true })
        {
            return null;
        }

        var hold = flow.Enabled ? HoldOf(flow.Organization!, flow.Source.Endpoint, catalog) : $"the flow {flow.Organization}/{flow.Name} is disabled";
        return new DefinePull(flow.Source, flow.Retry, entry.Revision, catalog.Revision, hold);
    }

    /// <summary>What a definition says but for its revisions: a look under way goes on as long as that is the same.</summary>
    private static string Comparable(DefinePull pull) => DomainJson.Write(pull with { FlowRevision = 0, Revision = 0 });

    private void TellAboutUser(UserSpec user, UserSpec? old)
    {
        if (old is null)
        {
            return;
        }

        if (!user.Enabled && old.Enabled)
        {
            CloseSessions(old, $"the user {user.Name} was disabled");
        }
        else if (user.Endpoint != old.Endpoint)
        {
            CloseSessions(old, $"the user {user.Name} was moved to another endpoint");
        }
    }

    private void TellGone(CatalogEntry entry, long revision, CatalogState before)
    {
        switch (entry.Spec)
        {
            case FlowSpec flow:
                deciding.Send(ActorId.Flow(flow.Organization!, flow.Name), new RemoveFlow(revision));
                if (PullOf(entry, before) is not null)
                {
                    deciding.Send(ActorId.Pull(flow.Organization!, flow.Name), new RemovePull(revision));
                }

                break;
            case SyncSpec sync:
                deciding.Send(ActorId.Sync(sync.Organization!, sync.Name), new RemoveSync(revision));
                break;
            case RemoteSpec remote:
                deciding.Send(ActorId.Pool(remote.Organization!, remote.Name), new RemovePool());
                break;
            case EndpointSpec endpoint when EndpointTypes.Find(endpoint.Type) is { HasUsers: true }:
                deciding.Send(ActorId.Endpoint(endpoint.Organization!, endpoint.Name), new RemoveEndpoint());
                break;
            case UserSpec user:
                CloseSessions(user, $"the user {user.Name} was deleted");
                break;
        }
    }

    private void CloseSessions(UserSpec user, string reason) =>
        deciding.Send(ActorId.Endpoint(user.Organization!, user.Endpoint), new CloseUserSessions(user.Name, reason));
}

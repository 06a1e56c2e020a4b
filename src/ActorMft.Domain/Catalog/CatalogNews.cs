using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Pools;
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
            TellGone(entry.Spec, after.Revision);
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

    private void TellGone(ResourceSpec spec, long revision)
    {
        switch (spec)
        {
            case FlowSpec flow:
                deciding.Send(ActorId.Flow(flow.Organization!, flow.Name), new RemoveFlow(revision));
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

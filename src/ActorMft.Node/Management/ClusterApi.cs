using ActorMft.Actors;
using ActorMft.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Members and shards, in the shapes that operators of actor clusters know.</summary>
internal sealed class ClusterApi(ActorNode actors) : IApiGroup
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cluster/members", ListAsync)
            .WithTags("cluster").WithSummary("The nodes of the cluster; those that have left or died are not listed.");
        routes.MapGet("/cluster/members/{node}", GetAsync)
            .WithTags("cluster").WithSummary("One node.");
        routes.MapGet("/cluster/shards/{type}", ShardsAsync)
            .WithTags("cluster").WithSummary("Which node owns which shard of a type of actor.");
    }

    private async Task<MemberList> ListAsync(CancellationToken cancellationToken)
    {
        var present = await PresentAsync(cancellationToken);
        return new MemberList(
            actors.Name,
            [.. present.Select(Show)],
            [.. present.Where(member => member.LeaseOut).Select(member => member.Name)]);
    }

    private async Task<Member> GetAsync(string node, CancellationToken cancellationToken) =>
        (await PresentAsync(cancellationToken)).Where(member => string.Equals(member.Name, node, StringComparison.Ordinal)).Select(Show).FirstOrDefault()
        ?? throw ApiException.NotFound($"There is no node {node} in the cluster.");

    private async Task<ShardList> ShardsAsync(string type, CancellationToken cancellationToken)
    {
        var kind = DomainActors.All.FirstOrDefault(behavior => string.Equals(behavior.Kind, type, StringComparison.Ordinal))
            ?? throw ApiException.NotFound($"There is no type of actor {type}; there are {string.Join(", ", DomainActors.All.Select(behavior => behavior.Kind))}.");
        var names = (await actors.ReadMembersAsync(cancellationToken)).ToDictionary(member => member.Incarnation, member => member.Name);
        var shards = await actors.ReadShardsAsync(cancellationToken);
        return new ShardList(
            type,
            [
                .. shards
                    .Where(shard => shard.PrivateTo is not null == kind.PrivateShard)
                    .Select(shard => new Region(shard.Shard, shard.Owner is { } owner ? names.GetValueOrDefault(owner) : null, shard.Epoch)),
            ]);
    }

    private async Task<List<NodeMember>> PresentAsync(CancellationToken cancellationToken) =>
        [.. (await actors.ReadMembersAsync(cancellationToken)).Where(member => member.State == NodeState.Up).OrderBy(member => member.Name, StringComparer.Ordinal)];

    private static Member Show(NodeMember member) => new(
        member.Name, member.Incarnation, member.LeaseOut ? "unreachable" : "up", member.Version, member.Address, member.LeaseUntil);

    /// <summary>The nodes, and which of them haven't been heard of in time.</summary>
    internal sealed record MemberList(string SelfNode, IReadOnlyList<Member> Members, IReadOnlyList<string> Unreachable);

    /// <summary>One node.</summary>
    internal sealed record Member(string Node, Guid NodeUid, string Status, string Version, string Address, DateTimeOffset LeaseUntil);

    /// <summary>The shards of a type.</summary>
    internal sealed record ShardList(string Type, IReadOnlyList<Region> Regions);

    /// <summary>One shard and who owns it; no node when nobody does at the moment.</summary>
    internal sealed record Region(int ShardId, string? Node, long Epoch);
}

using ActorMft.Actors;
using ActorMft.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>
/// Which node runs which shard of a type of actor. Entities are counted where they are, in the memory of the shard's owner, so a node
/// counts its own only.
/// </summary>
internal sealed class ShardApi(ActorNode actors) : IApiGroup
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cluster/shards", Types)
            .WithTags("cluster").WithSummary("The types of actors.");
        routes.MapGet("/cluster/shards/{type}", ShardsAsync)
            .WithTags("cluster").WithSummary("regions: this node's shards and how many entities of the type each has in memory; shards: who owns which, of all.");
        routes.MapGet("/cluster/shards/{type}/stats", StatsAsync)
            .WithTags("cluster").WithSummary("Per node how many shards it has, and how many entities of the type are in this node's memory.");
    }

    private static TypeList Types() => new([.. DomainActors.All.Select(behavior => behavior.Kind)]);

    private async Task<ShardList> ShardsAsync(string type, CancellationToken cancellationToken)
    {
        var (names, shards) = await ReadAsync(type, cancellationToken);
        var numbers = shards.Select(shard => shard.Shard).ToHashSet();
        return new ShardList(
            type,
            actors.Name,
            [.. actors.CountEntities(type).Where(count => numbers.Contains(count.Shard)).Select(count => new Region(Text(count.Shard), count.Entities))],
            [.. shards.Select(shard => new ShardOwner(Text(shard.Shard), NameOf(shard, names), shard.Epoch))]);
    }

    private async Task<ShardStats> StatsAsync(string type, CancellationToken cancellationToken)
    {
        var (names, shards) = await ReadAsync(type, cancellationToken);
        var own = actors.CountEntities(type).Sum(count => count.Entities);
        var regions = shards
            .Where(shard => NameOf(shard, names) is not null)
            .GroupBy(shard => NameOf(shard, names) ?? "", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new NodeShards(group.Key, group.Count(), string.Equals(group.Key, actors.Name, StringComparison.Ordinal) ? own : null));
        return new ShardStats(type, [.. regions], shards.Count, shards.Count(shard => NameOf(shard, names) is null));
    }

    private async Task<(Dictionary<Guid, string> Names, IReadOnlyList<ShardStatus> Shards)> ReadAsync(string type, CancellationToken cancellationToken)
    {
        var kind = DomainActors.All.FirstOrDefault(behavior => string.Equals(behavior.Kind, type, StringComparison.Ordinal))
            ?? throw ApiException.NotFound($"There is no type of actor {type}; there are {string.Join(", ", DomainActors.All.Select(behavior => behavior.Kind))}.");
        var picture = await actors.ReadClusterAsync(cancellationToken);
        return (
            picture.Nodes.Where(member => member.State == NodeState.Up).ToDictionary(member => member.Incarnation, member => member.Name),
            [.. picture.Shards.Where(shard => shard.PrivateTo is not null == kind.PrivateShard)]);
    }

    private static string? NameOf(ShardStatus shard, Dictionary<Guid, string> names) =>
        shard.Owner is { } owner ? names.GetValueOrDefault(owner) : null;

    private static string Text(int shard) => FormattableString.Invariant($"{shard}");

    /// <summary>The types of actors.</summary>
    internal sealed record TypeList(IReadOnlyList<string> EntityTypeKeys);

    /// <summary>The shards of a type.</summary>
    internal sealed record ShardList(string Type, string Node, IReadOnlyList<Region> Regions, IReadOnlyList<ShardOwner> Shards);

    /// <summary>A shard that this node runs.</summary>
    /// <param name="NumEntities">Entities of the type that are in memory; those that rest are only in the database.</param>
    internal sealed record Region(string ShardId, int NumEntities);

    /// <summary>One shard and who owns it; no node when nobody does at the moment.</summary>
    internal sealed record ShardOwner(string ShardId, string? Node, long Epoch);

    /// <summary>How a type's shards are spread.</summary>
    internal sealed record ShardStats(string Type, IReadOnlyList<NodeShards> Regions, int NumShards, int Unowned);

    /// <summary>One node's part.</summary>
    /// <param name="NumEntities">In this node's memory; null for the others, which say it themselves.</param>
    internal sealed record NodeShards(string Node, int NumShards, int? NumEntities);
}

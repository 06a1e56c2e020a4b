using ActorMft.Actors.Engine;
using ActorMft.Actors.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Actors.Tests.Engine;

public sealed class ShardPlanTests
{
    private static readonly Guid A = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = new("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid Dead = new("00000000-0000-0000-0000-0000000000dd");

    [Fact]
    public void A_node_alone_claims_everything_that_is_free() =>
        ShardPlan.Claims(Picture([A], [null, Dead, null, null]), A, static _ => false).Order().ShouldBe([0, 1, 2, 3]);

    [Fact]
    public void A_node_among_others_claims_its_fair_share_and_two_do_not_start_with_the_same()
    {
        ClusterPicture picture = Picture([A, B], [null, null, null, null]);
        ShardPlan.Claims(picture, A, static _ => false).ShouldBe([0, 1]);
        ShardPlan.Claims(picture, B, static _ => false).ShouldBe([2, 3]);
    }

    [Fact]
    public void What_stays_free_is_claimed_beyond_the_fair_share() =>
        ShardPlan.Claims(Picture([A, B], [A, A, null, null]), A, static shard => shard == 3).ShouldBe([3]);

    [Fact]
    public void A_shard_that_is_meant_for_a_living_node_is_left_to_it()
    {
        ClusterPicture picture = Picture([A, B], [null, A]);
        picture = picture with { Shards = [picture.Shards[0] with { DesiredOwner = B }, picture.Shards[1]] };
        ShardPlan.Claims(picture, A, static _ => false).ShouldBeEmpty();
        ShardPlan.Claims(picture, B, static _ => false).ShouldBe([0]);
    }

    [Fact]
    public void Only_the_first_living_node_plans_moves()
    {
        ClusterPicture picture = Picture([A, B], [B, B, B, B]);
        ShardPlan.Moves(picture, B).ShouldBeEmpty();
        ShardPlan.Moves(picture, A).ShouldBe([(0, A)]);
    }

    [Fact]
    public void Moves_lead_to_equal_shares_and_stop_there() => Prop.ForAll(
        ArbMap.Default.ArbFor<bool[]>(),
        toA =>
        {
            List<Guid?> owners = [.. toA.Select(isA => (Guid?)(isA ? A : B))];
            for (int round = 0; round <= toA.Length; round++)
            {
                foreach ((int shard, Guid owner) in ShardPlan.Moves(Picture([A, B], [.. owners]), A))
                {
                    owners[shard] = owner;
                }
            }

            return Math.Abs(owners.Count(owner => owner == A) - owners.Count(owner => owner == B)) <= 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_leaving_node_claims_nothing_and_gets_nothing_while_others_stay()
    {
        ClusterPicture picture = Picture([A, B], [A, null, null, B], leaving: [A]);
        ShardPlan.Claims(picture, A, static _ => true).ShouldBeEmpty();
        ShardPlan.Claims(picture, B, static _ => false).Order().ShouldBe([1, 2]);
        ShardPlan.Moves(Picture([A, B], [B, B, B, B], leaving: [A]), B).ShouldBeEmpty();
    }

    [Fact]
    public void Leaving_nodes_without_a_successor_keep_the_work_going() =>
        ShardPlan.Claims(Picture([A], [null, Dead], leaving: [A]), A, static _ => false).Order().ShouldBe([0, 1]);

    private static ClusterPicture Picture(Guid[] up, Guid?[] owners, Guid[]? leaving = null) => new(
        [
            .. up.Select(node => new NodeMember(node, node.ToString(), NodeState.Up, "", "", default, false, 0, leaving?.Contains(node) == true, default)),
            new NodeMember(Dead, "dead", NodeState.Dead, "", "", default, true, 0, false, default),
        ],
        [.. owners.Select((owner, shard) => new ShardStatus(shard, null, owner, 1, null))],
        default);
}

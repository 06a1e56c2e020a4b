using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Tests.Catalog;

public class ClusterIdentityTests
{
    private readonly Actor _catalog = new(ActorId.Catalog);

    [Fact]
    public void The_first_nodes_identity_is_the_clusters_and_can_be_read_without_joining()
    {
        var mine = new ClusterIdentity("storage-1", "key-1");
        var decision = _catalog.Handle(new IdentifyCluster(mine));
        decision.ReplyOf<ClusterIdentity>().ShouldBe(mine);
        var row = decision.Effects.OfType<ShowRow>().ShouldHaveSingleItem();
        (row.View, row.Id).ShouldBe((ViewNames.Cluster, ViewNames.ClusterIdentity));
    }

    [Fact]
    public void A_later_node_is_told_the_clusters_identity_and_changes_nothing()
    {
        var first = new ClusterIdentity("storage-1", "key-1");
        _catalog.Given(new IdentifyCluster(first));
        var decision = _catalog.Handle(new IdentifyCluster(new ClusterIdentity("storage-2", "key-2")));
        decision.ReplyOf<ClusterIdentity>().ShouldBe(first);
        decision.Events.ShouldBeEmpty();
        _catalog.ShouldFoldToTheSameState();
    }
}

using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Tests;

public class DerivedIdTests
{
    [Fact]
    public void The_same_seed_gives_the_same_id_and_another_seed_another()
    {
        DerivedId.Create(Actor.Start, "a").ShouldBe(DerivedId.Create(Actor.Start, "a"));
        DerivedId.Create(Actor.Start, "b").ShouldNotBe(DerivedId.Create(Actor.Start, "a"));
    }

    [Fact]
    public void Ids_sort_by_time()
    {
        var ids = Enumerable.Range(0, 100).Select(i => DerivedId.Create(Actor.Start.AddMilliseconds(i * 37), $"{i}")).ToList();
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.ShouldAllBe(id => DerivedId.IsUlid(id));
    }

    [Fact]
    public void An_id_from_a_parent_has_the_parents_time()
    {
        var parent = DerivedId.Create(Actor.Start, "arrival");
        DerivedId.CreateFrom(parent, "0")[..10].ShouldBe(parent[..10]);
        DerivedId.CreateFrom(parent, "0").ShouldNotBe(DerivedId.CreateFrom(parent, "1"));
    }
}

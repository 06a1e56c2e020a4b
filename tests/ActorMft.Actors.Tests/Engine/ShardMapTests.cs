using ActorMft.Actors.Engine;
using ActorMft.Actors.Tests.Sample;

namespace ActorMft.Actors.Tests.Engine;

public sealed class ShardMapTests
{
    private readonly ShardMap _map = new(64, new Dictionary<string, EntityKind> { ["counter"] = new Counter(), ["holder"] = new Counter(name: "holder", isPrivate: true) });

    /// <summary>Stored rows depend on these numbers.</summary>
    [Theory]
    [InlineData("one", 29)]
    [InlineData("acme/inbox", 11)]
    [InlineData("Zoë", 25)]
    public void Shard_of_an_entity_never_changes(string key, int shard) => _map.ShardOf(new EntityId("counter", key)).ShouldBe(shard);

    [Fact]
    public void Entities_spread_evenly()
    {
        int[] counts = new int[64];
        for (int i = 0; i < 64_000; i++)
        {
            counts[_map.ShardOf(new EntityId("counter", "key" + i))]++;
        }

        counts.Min().ShouldBeGreaterThan(850);
        counts.Max().ShouldBeLessThan(1150);
    }

    [Fact]
    public void Private_key_names_its_shard() =>
        _map.ShardOf(new EntityId("holder", ShardMap.PrivateKey("01J-X", 10_003))).ShouldBe(10_003);

    [Theory]
    [InlineData("01J")]
    [InlineData("01J-7")]
    [InlineData("-10000")]
    public void Private_key_without_a_private_shard_is_refused(string key) =>
        Should.Throw<ArgumentException>(() => _map.ShardOf(new EntityId("holder", key)));

    [Fact]
    public void Empty_key_is_refused() =>
        Should.Throw<ArgumentException>(() => _map.ShardOf(new EntityId("counter", ""))).Message.ShouldContain("needs a key");

    [Fact]
    public void Unknown_kind_is_refused() =>
        Should.Throw<ArgumentException>(() => _map.ShardOf(new EntityId("nobody", "x"))).Message.ShouldContain("no entity kind 'nobody'");
}

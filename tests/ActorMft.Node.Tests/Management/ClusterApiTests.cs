using System.Net.Http.Headers;
using System.Text.Json;
using ActorMft.Node.Hosting;
using ActorMft.Node.Tests.Hosting;

namespace ActorMft.Node.Tests.Management;

public sealed class ClusterApiTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync(_directory);

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Members_have_the_shape_of_akka_management()
    {
        var (_, list) = await _node.GetAsync("/cluster/members");

        list.GetProperty("selfNode").GetString().ShouldBe("node-1");
        list.GetProperty("leader").GetString().ShouldBe("node-1");
        list.GetProperty("oldest").GetString().ShouldBe("node-1");
        list.GetProperty("unreachable").GetArrayLength().ShouldBe(0);
        var member = list.GetProperty("members").EnumerateArray().ShouldHaveSingleItem();
        member.GetProperty("node").GetString().ShouldBe("node-1");
        member.GetProperty("status").GetString().ShouldBe("Up");
        member.GetProperty("roles").GetArrayLength().ShouldBe(0);
        member.GetProperty("shards").GetInt32().ShouldBe(64);
        member.GetProperty("leaseSeconds").GetDouble().ShouldBeInRange(5, 10);
        (await _node.GetAsync("/cluster/members/node-1")).Body.GetProperty("nodeUid").GetGuid().ShouldBe(member.GetProperty("nodeUid").GetGuid());
        (await _node.GetAsync($"/cluster/members/{member.GetProperty("nodeUid").GetString()}")).Status.ShouldBe(200);
        (await _node.GetAsync("/cluster/members/node-9")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Shards_are_listed_with_the_entities_in_memory()
    {
        await _node.ApplyAsync("""[{"kind":"Organization","name":"acme"}]""");

        var (_, catalog) = await _node.GetAsync("/cluster/shards/catalog");
        catalog.GetProperty("regions").EnumerateArray().Sum(region => region.GetProperty("numEntities").GetInt32()).ShouldBe(1);
        catalog.GetProperty("regions").EnumerateArray().Select(region => region.GetProperty("shardId").GetString()).ShouldBe(Enumerable.Range(0, 64).Select(i => $"{i}"));
        catalog.GetProperty("shards").EnumerateArray().ShouldAllBe(shard => shard.GetProperty("node").GetString() == "node-1" && shard.GetProperty("epoch").GetInt64() > 0);

        var (_, stats) = await _node.GetAsync("/cluster/shards/catalog/stats");
        var own = stats.GetProperty("regions").EnumerateArray().ShouldHaveSingleItem();
        (own.GetProperty("node").GetString(), own.GetProperty("numShards").GetInt32(), own.GetProperty("numEntities").GetInt32()).ShouldBe(("node-1", 64, 1));

        (await _node.GetAsync("/cluster/shards")).Body.GetProperty("entityTypeKeys").EnumerateArray().Select(type => type.GetString()).ShouldContain("catalog");
        (await _node.GetAsync("/cluster/shards/nothing")).Status.ShouldBe(404);
        (await _node.GetAsync("/cluster/shards/nothing/stats")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("/cluster/members/node-1", null, null, 400)]
    [InlineData("/cluster/members/node-1?operation=dance", null, null, 400)]
    [InlineData("/cluster/members/node-9?operation=leave", null, null, 404)]
    [InlineData("/cluster/members/node-1", "operation=down", "application/x-www-form-urlencoded", 409)]
    [InlineData("/cluster/members/node-1", """{"operation":"down"}""", "application/json", 409)]
    [InlineData("/cluster/members/node-1?operation=Down", null, null, 409)]
    public async Task Operation_that_cannot_be_done_is_a_problem(string path, string? body, string? type, int expected)
    {
        var (status, problem) = await PutAsync(path, body, type);

        status.ShouldBe(expected);
        if (expected == 409)
        {
            problem.GetProperty("detail").GetString()!.ShouldContain("its lease holds for another");
        }

        (await _node.GetAsync("/cluster/members/node-1")).Body.GetProperty("status").GetString().ShouldBe("Up");
    }

    [Fact]
    public async Task Changing_needs_the_token()
    {
        using var nobody = new HttpClient { BaseAddress = _node.Http.BaseAddress };
        (await nobody.PutAsync("/cluster/members/node-1?operation=leave", null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        (await nobody.DeleteAsync("/cluster/members/node-1")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("operation=leave", "application/x-www-form-urlencoded")]
    [InlineData(null, null)]
    public async Task Node_that_is_asked_to_leave_drains_and_stops(string? body, string? type)
    {
        var (status, answer) = body is null
            ? await _node.SendAsync(HttpMethod.Delete, "/cluster/members/node-1")
            : await PutAsync("/cluster/members/node-1", body, type);

        status.ShouldBe(200);
        answer.GetProperty("message").GetString().ShouldBe("Leaving node-1");
        await _node.Node.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        _node.Node.Phase.ShouldBe(NodePhase.Stopped);
    }

    private async Task<(int Status, JsonElement Body)> PutAsync(string path, string? body, string? type)
    {
        using var content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue(type!));
        using var answer = await _node.Http.PutAsync(path, content);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}

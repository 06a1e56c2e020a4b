using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Cluster;

/// <summary>The cluster's commands, with answers that a real node gives only in a cluster or in trouble.</summary>
public sealed class ClusterCommandTests
{
    private const string Uid = "6a0c6f8e-0000-0000-0000-000000000002";

    [Fact]
    public async Task Status_shows_members_shards_and_pools()
    {
        await using var node = new FakeNode((request, _) => (200, request switch
        {
            "GET /cluster/members" => """
                {"selfNode":"node-1","members":[
                  {"node":"node-1","nodeUid":"u1","status":"Up","roles":[],"version":"0.1.0","address":"10.0.0.1:8080","leaseSeconds":8.4,"shards":33},
                  {"node":"node-2","nodeUid":"u2","status":"Up","roles":[],"version":"0.1.0","address":"10.0.0.2:8080","leaseSeconds":0,"shards":31}],
                 "unreachable":[{"node":"node-2","observedBy":["node-1"]}],"leader":"node-1","oldest":"node-1"}
                """,
            "GET /cluster/shards/transfer" => """{"regions":[],"shards":[{"shardId":"0","node":"node-1","epoch":1},{"shardId":"1","epoch":4}]}""",
            "GET /api/v1/organizations" => """{"items":[{"kind":"Organization","name":"acme"}]}""",
            "GET /api/v1/organizations/acme/remotes" => """{"items":[{"kind":"RemoteServer","organization":"acme","name":"bank"}]}""",
            _ => """{"cap":25,"granted":3,"waiting":7,"holders":[{"node":"node-1","count":2},{"node":"node-2","count":1}]}""",
        }));

        var run = await node.RunAsync(Path.GetTempPath(), "cluster", "status");

        run.Output.ShouldBe("""
            NODE    STATUS       SHARDS  LEASE   VERSION  MANAGEMENT
            node-1  Up           33      8.4 s   0.1.0    10.0.0.1:8080
            node-2  unreachable  31      passed  0.1.0    10.0.0.2:8080

            2 shards, 1 without an owner at the moment

            REMOTE     CONNECTIONS  AT MOST  WAITING  HOLDERS
            acme/bank  3            25       7        node-1: 2, node-2: 1

            """);
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Drain_shows_each_step_until_the_node_is_gone()
    {
        var looks = 0;
        await using var node = new FakeNode((request, _) => request switch
        {
            "GET /cluster/members" => (200, Members),
            $"PUT /cluster/members/{Uid}?operation=leave" => (200, """{"message":"Leaving node-2"}"""),
            "GET /api/v1/sessions" => (200, """{"items":[{"id":"s","node":"node-2"},{"id":"t","node":"node-1"}]}"""),
            _ => ++looks switch
            {
                1 => (200, """{"node":"node-2","status":"Up","shards":32}"""),
                2 => (200, """{"node":"node-2","status":"Leaving","shards":32}"""),
                3 => (200, """{"node":"node-2","status":"Exiting","shards":0}"""),
                _ => (404, """{"detail":"Member [node-2] not found"}"""),
            },
        });

        var run = await node.RunAsync(Path.GetTempPath(), "cluster", "drain", "node-2");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.Split('\n')[..4].ShouldBe(
        [
            "node-2 was asked to leave",
            "node-2 has not seen the request yet",
            "node-2 is leaving: 32 shards to hand over, 1 session open",
            "node-2 is leaving: 0 shards to hand over, 1 session open",
        ]);
        run.Output.ShouldContain("node-2 has left after ");
    }

    [Theory]
    [InlineData("node-9", "There is no node node-9 in the cluster; there are node-1, node-2.")]
    [InlineData("node-2", "node-2 did not drain: it stopped renewing its lease")]
    public async Task Drain_that_cannot_succeed_says_why(string name, string said)
    {
        await using var node = new FakeNode((request, _) => request switch
        {
            "GET /cluster/members" => (200, Members),
            "GET /api/v1/sessions" => (200, """{"items":[]}"""),
            _ => (200, """{"node":"node-2","status":"Down","shards":3,"message":"Leaving node-2"}"""),
        });

        var run = await node.RunAsync(Path.GetTempPath(), "cluster", "drain", name);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain(said);
    }

    [Fact]
    public async Task Drain_that_takes_longer_than_asked_for_says_that_it_goes_on()
    {
        await using var node = new FakeNode((request, _) => request switch
        {
            "GET /cluster/members" => (200, Members),
            "GET /api/v1/sessions" => (200, """{"items":[]}"""),
            _ => (200, """{"node":"node-2","status":"Leaving","shards":3,"message":"Leaving node-2"}"""),
        });

        var run = await node.RunAsync(Path.GetTempPath(), "cluster", "drain", "node-2", "--timeout", "500ms");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("node-2 has not left within 500ms (--timeout); it drains on");
    }

    private static string Members => $$"""
        {"selfNode":"node-1","members":[{"node":"node-1","nodeUid":"u1","status":"Up"},{"node":"node-2","nodeUid":"{{Uid}}","status":"Up"}],"unreachable":[]}
        """;
}

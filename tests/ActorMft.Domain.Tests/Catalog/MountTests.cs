using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;
using static ActorMft.Domain.Tests.Catalog.CatalogSamples;

namespace ActorMft.Domain.Tests.Catalog;

public class MountTests
{
    private static readonly MountSpec _window = new() { Organization = "acme", Name = "window", Endpoint = "inbox", Path = "/bank", Remote = "bank", RemotePath = "outgoing" };

    private readonly Actor _catalog = new(ActorId.Catalog);

    [Fact]
    public void Mount_beside_a_flow_source_is_declared_and_what_it_needs_can_not_be_deleted()
    {
        _catalog.Handle(Declare([.. Everything, _window])).ReplyOf<DeclareReply>().Problems.ShouldBeEmpty();
        _catalog.Handle(Declare(_window)).ReplyOf<DeclareReply>().Outcomes.ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Unchanged);
        _catalog.Handle(Delete(Bank)).ReplyOf<DeleteReply>().Problems.Select(problem => problem.Path).ShouldContain("Mount/acme/window: remote");
        _catalog.Handle(Delete(_window)).ReplyOf<DeleteReply>().Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/invoices", "the source of the flow invoices")]
    [InlineData("/invoices/sub", "the source of the flow invoices")]
    [InlineData("/", "the source of the flow invoices")]
    [InlineData("/other/deeper", "/other is the mount other")]
    [InlineData("/mirror/", "belongs to the sync nightly")]
    [InlineData("/returns", "the flow back delivers to returns/bank")]
    public void Folder_that_others_use_is_refused(string path, string reason)
    {
        var other = _window with { Name = "other", Path = "/other" };
        var sync = new SyncSpec { Organization = "acme", Name = "nightly", Endpoint = "inbox", Path = "/mirror", Remote = "bank" };
        var archive = new EndpointSpec { Organization = "acme", Name = "archive", Type = EndpointTypes.Lan, Path = "/mnt" };
        var back = new FlowSpec { Organization = "acme", Name = "back", Source = new FlowSource { Endpoint = "second" }, Targets = [new FlowTarget { Endpoint = "inbox", Path = "returns/bank" }] };
        var second = Inbox with { Name = "second" };
        _catalog.Given(Declare([.. Everything, other, sync, archive, second, back]));

        var reply = _catalog.Handle(Declare(_window with { Path = path })).ReplyOf<DeclareReply>();

        reply.Problems.ShouldContain(problem => problem.Index == 0 && problem.Path == "path" && problem.Allowed.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Endpoint_without_users_and_unknown_remote_are_refused()
    {
        _catalog.Given(Declare(Everything));
        var problems = _catalog.Handle(Declare(_window with { Endpoint = "bank-in", Remote = "nobody" })).ReplyOf<DeclareReply>().Problems;
        problems.Select(problem => problem.Path).ShouldBe(["endpoint", "remote"]);
    }

    [Fact]
    public void Path_that_climbs_is_refused() =>
        ResourceValidator.Check(_window with { Path = "/a/../b", RemotePath = "../x" }, 0).Select(problem => problem.Path).ShouldBe(["path", "remotePath"]);
}

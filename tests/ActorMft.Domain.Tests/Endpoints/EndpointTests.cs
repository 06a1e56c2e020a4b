using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Members;
using ActorMft.Domain.Sessions;

namespace ActorMft.Domain.Tests.Endpoints;

public class EndpointTests
{
    private readonly Actor _endpoint = new(ActorId.Endpoint("acme", "inbox"));

    [Fact]
    public void Sessions_come_in_until_the_endpoint_is_full()
    {
        _endpoint.Given(new DefineEndpoint(true, 2), Enter("s1"));
        _endpoint.Handle(Enter("s2")).ReplyOf<EnterReply>().Granted.ShouldBeTrue();
        var refused = _endpoint.Handle(Enter("s3")).ReplyOf<EnterReply>();
        refused.Granted.ShouldBeFalse();
        refused.Reason!.ShouldContain("2 of 2 sessions");
        _endpoint.Given(new LeaveSession("s1"));
        _endpoint.Handle(Enter("s3")).ReplyOf<EnterReply>().Granted.ShouldBeTrue();
    }

    [Fact]
    public void A_place_is_given_together_with_somebody_who_answers_for_it()
    {
        _endpoint.Given(new DefineEndpoint(true, 1));
        var decision = _endpoint.Handle(Enter("s1"));
        decision.SentTo<ExpectSession>().ShouldBe([ActorId.Session("s1")]);
        decision.Sent<ExpectSession>().ShouldBe([new ExpectSession("acme", "inbox", "node-1", Guid.Empty)]);
        _endpoint.Handle(Enter("s1")).SentTo<ExpectSession>().ShouldBeEmpty();
        _endpoint.Handle(Enter("s2")).SentTo<ExpectSession>().ShouldBeEmpty();
    }

    [Fact]
    public void The_same_session_enters_once()
    {
        _endpoint.Given(new DefineEndpoint(true, 1), Enter("s1"));
        var decision = _endpoint.Handle(Enter("s1"));
        decision.ReplyOf<EnterReply>().Granted.ShouldBeTrue();
        decision.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_disabled_endpoint_closes_its_sessions_and_lets_nobody_in()
    {
        _endpoint.Given(new DefineEndpoint(true, 0), Enter("s1"), Enter("s2"));
        _endpoint.Handle(new DefineEndpoint(false, 0)).SentTo<CloseSession>().ShouldBe([ActorId.Session("s1"), ActorId.Session("s2")]);
        _endpoint.Handle(Enter("s3")).ReplyOf<EnterReply>().Reason!.ShouldContain("acme/inbox is disabled");
    }

    [Fact]
    public void A_deleted_endpoint_lets_nobody_in_until_it_is_defined_again()
    {
        _endpoint.Given(new DefineEndpoint(true, 0), new RemoveEndpoint());
        _endpoint.Handle(Enter("s1")).ReplyOf<EnterReply>().Granted.ShouldBeFalse();
        _endpoint.Given(new DefineEndpoint(true, 0));
        _endpoint.Handle(Enter("s1")).ReplyOf<EnterReply>().Granted.ShouldBeTrue();
    }

    [Fact]
    public void Only_the_named_users_sessions_are_closed()
    {
        _endpoint.Given(Enter("s1"), Enter("s2", "other"));
        _endpoint.Handle(new CloseUserSessions("other", "the user other was disabled")).SentTo<CloseSession>().ShouldBe([ActorId.Session("s2")]);
    }

    [Fact]
    public void Holders_are_watched_while_there_are_sessions_and_a_lost_nodes_sessions_go()
    {
        _endpoint.Handle(Enter("s1")).Started<WatchHolders>().ShouldHaveSingleItem();
        _endpoint.Handle(Enter("s2")).Started<WatchHolders>().ShouldBeEmpty();
        _endpoint.Handle(new HolderLost(Guid.Empty)).Effects.OfType<EndWork>().ShouldHaveSingleItem();
        _endpoint.StateAs<EndpointState>().Sessions.ShouldBeEmpty();
        _endpoint.ShouldFoldToTheSameState();
    }

    private static EnterSession Enter(string id, string user = "acme-upload") => new(id, user, "node-1", Guid.Empty);
}

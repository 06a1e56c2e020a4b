using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Json;
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
        decision.SentTo<OpenSession>().ShouldBe([ActorId.Session("s1")]);
        decision.Sent<OpenSession>().ShouldBe(
            [new OpenSession("acme", "inbox", "acme-upload", "192.0.2.1:50000", "OpenSSH_9.2", "node-1", Guid.Empty, Actor.Start)]);
        _endpoint.Handle(Enter("s1")).SentTo<OpenSession>().ShouldBeEmpty();
        _endpoint.Handle(Enter("s2")).SentTo<OpenSession>().ShouldBeEmpty();
    }

    [Fact]
    public void A_session_that_comes_in_is_in_the_list_before_its_actor_has_heard_of_it()
    {
        var row = _endpoint.Handle(Enter("s1")).Effects.OfType<ShowRow>().ShouldHaveSingleItem();
        row.Id.ShouldBe("s1");
        row.Scope.ShouldBe("acme/inbox");
        row.Status.ShouldBe("open");
        DomainJson.Read<SessionRow>(row.Json).ShouldBe(
            new SessionRow("s1", "acme", "inbox", "acme-upload", "192.0.2.1:50000", "OpenSSH_9.2", "node-1", Actor.Start, ClosingReason: null));
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
    public void Holders_are_watched_from_the_first_session_on_and_a_lost_nodes_sessions_go()
    {
        _endpoint.Handle(Enter("s1")).Started<WatchHolders>().ShouldHaveSingleItem();
        _endpoint.Handle(Enter("s2")).Started<WatchHolders>().ShouldBeEmpty();
        _endpoint.Handle(new HolderLost(Guid.NewGuid())).IsNothing().ShouldBeTrue();
        _endpoint.Handle(new HolderLost(Guid.Empty)).Effects.OfType<EndWork>().ShouldHaveSingleItem();
        _endpoint.StateAs<EndpointState>().Sessions.ShouldBeEmpty();
        _endpoint.ShouldFoldToTheSameState();
        _endpoint.Handle(Enter("s3")).Started<WatchHolders>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Logins_that_come_and_go_neither_end_nor_begin_the_watch()
    {
        _endpoint.Given(Enter("s1"));
        _endpoint.Handle(new LeaveSession("s1")).Effects.ShouldBeEmpty();
        _endpoint.Handle(Enter("s2")).Started<WatchHolders>().ShouldBeEmpty();
        _endpoint.Given(new LeaveSession("s2"));
        _endpoint.Handle(new HolderLost(Guid.NewGuid())).Effects.OfType<EndWork>().ShouldHaveSingleItem();
        _endpoint.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_deleted_endpoint_is_watched_until_its_last_session_has_left()
    {
        _endpoint.Given(Enter("s1"));
        _endpoint.Handle(new RemoveEndpoint()).Effects.OfType<EndWork>().ShouldBeEmpty();
        _endpoint.Handle(new LeaveSession("s1")).Effects.OfType<EndWork>().ShouldHaveSingleItem();
        _endpoint.ShouldFoldToTheSameState();
    }

    private static EnterSession Enter(string id, string user = "acme-upload") => new(id, user, "192.0.2.1:50000", "OpenSSH_9.2", "node-1", Guid.Empty);
}

using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Json;
using ActorMft.Domain.Sessions;

namespace ActorMft.Domain.Tests.Sessions;

public class SessionTests
{
    private static readonly OpenSession Open = new("acme", "inbox", "acme-upload", "192.0.2.1:50000", "OpenSSH_9.2", "node-1", Guid.Empty);
    private static readonly ExpectSession Expect = new("acme", "inbox", "node-1", Guid.Empty);
    private readonly Actor _session = new(ActorId.Session("s1"));

    [Fact]
    public void An_opened_session_is_held_and_shown()
    {
        var decision = _session.Handle(Open);
        decision.Started<HoldSession>().ShouldHaveSingleItem().SessionId.ShouldBe("s1");
        DomainJson.Read<SessionRow>(decision.Effects.OfType<ShowRow>().Single().Json).User.ShouldBe("acme-upload");
        _session.Handle(Open).IsNothing().ShouldBeTrue();
    }

    [Fact]
    public void An_expected_session_is_held_from_then_on_and_shown_once_it_is_open()
    {
        var decision = _session.Handle(Expect);
        decision.Started<HoldSession>().ShouldHaveSingleItem().SessionId.ShouldBe("s1");
        decision.Effects.OfType<ShowRow>().ShouldBeEmpty();
        _session.Handle(Expect).IsNothing().ShouldBeTrue();
        var opened = _session.Handle(Open);
        opened.Started<HoldSession>().ShouldBeEmpty();
        opened.Effects.OfType<ShowRow>().Count().ShouldBe(1);
        _session.ShouldFoldToTheSameState();
    }

    [Fact]
    public void An_expected_session_that_never_opens_gives_its_place_back()
    {
        _session.Given(Expect);
        var decision = _session.Handle(new SessionEnded("the node that held the connection was lost", 0, 0));
        decision.SentTo<LeaveSession>().ShouldBe([ActorId.Endpoint("acme", "inbox")]);
        decision.Effects.OfType<EndWork>().ShouldNotBeEmpty();
        decision.Effects.OfType<RemoveRow>().ShouldBeEmpty();
        _session.Handle(Open).IsNothing().ShouldBeTrue();
        _session.Handle(Expect).IsNothing().ShouldBeTrue();
        _session.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_session_that_is_closed_before_it_is_open_is_shown_as_closing_and_ends()
    {
        _session.Given(Expect);
        var decision = _session.Handle(new CloseSession("the user acme-upload was disabled", "actormft", ""));
        decision.ReplyOf<CloseReply>().Found.ShouldBeTrue();
        decision.Started<EndConnection>().ShouldHaveSingleItem().Reason.ShouldBe("the user acme-upload was disabled");
        decision.Effects.OfType<ShowRow>().ShouldBeEmpty();
        _session.Handle(Open).Effects.OfType<ShowRow>().Single().Status.ShouldBe("closing");
        _session.Handle(new SessionEnded("gone", 0, 0)).Single<SessionClosed>().Reason.ShouldBe("the user acme-upload was disabled");
        _session.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_session_that_has_ended_leaves_the_list_and_its_endpoint()
    {
        _session.Given(Open);
        var decision = _session.Handle(new SessionEnded("the partner left", 10, 20));
        decision.SentTo<LeaveSession>().ShouldBe([ActorId.Endpoint("acme", "inbox")]);
        decision.Effects.OfType<RemoveRow>().ShouldHaveSingleItem().Id.ShouldBe("s1");
        decision.Effects.OfType<EndWork>().ShouldNotBeEmpty();
        _session.Handle(new SessionEnded("again", 0, 0)).IsNothing().ShouldBeTrue();
        _session.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_session_that_is_closed_tells_its_partner_why_and_ends_with_that_reason()
    {
        _session.Given(Open);
        var decision = _session.Handle(new CloseSession("maintenance", "ann", "127.0.0.1"));
        decision.ReplyOf<CloseReply>().Found.ShouldBeTrue();
        decision.Started<EndConnection>().ShouldHaveSingleItem().Reason.ShouldBe("maintenance");
        _session.Handle(new CloseSession("again", "ann", "127.0.0.1")).Events.ShouldBeEmpty();
        _session.Handle(new SessionEnded("connection closed", 0, 0)).Single<SessionClosed>().Reason.ShouldBe("maintenance");
    }

    [Fact]
    public void A_session_that_is_not_open_is_not_found()
    {
        _session.Handle(new CloseSession("x", "ann", "")).ReplyOf<CloseReply>().Found.ShouldBeFalse();
        _session.Given(Open, new SessionEnded("left", 0, 0));
        _session.Handle(new CloseSession("x", "ann", "")).ReplyOf<CloseReply>().Found.ShouldBeFalse();
    }
}

using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Json;
using ActorMft.Domain.Sessions;

namespace ActorMft.Domain.Tests.Sessions;

public class SessionTests
{
    private static readonly OpenSession Open = new("acme", "inbox", "acme-upload", "192.0.2.1:50000", "OpenSSH_9.2", "node-1", Guid.Empty, Actor.Start);
    private readonly Actor _session = new(ActorId.Session("s1"));

    [Fact]
    public void An_opened_session_is_held()
    {
        var decision = _session.Handle(Open);
        decision.Started<HoldSession>().ShouldHaveSingleItem().SessionId.ShouldBe("s1");
        _session.Handle(Open).IsNothing().ShouldBeTrue();
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
        _session.Handle(Open).IsNothing().ShouldBeTrue();
        _session.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_session_that_is_closed_tells_its_partner_why_and_ends_with_that_reason()
    {
        _session.Given(Open);
        var decision = _session.Handle(new CloseSession("maintenance", "ann", "127.0.0.1"));
        decision.ReplyOf<CloseReply>().Found.ShouldBeTrue();
        decision.Started<EndConnection>().ShouldHaveSingleItem().Reason.ShouldBe("maintenance");
        var row = decision.Effects.OfType<ShowRow>().ShouldHaveSingleItem();
        row.Status.ShouldBe("closing");
        DomainJson.Read<SessionRow>(row.Json).ShouldBe(Open.Row("s1", "maintenance"));
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

using ActorMft.Actors;
using ActorMft.Domain.Sessions;
using ActorMft.Node.Sessions;

namespace ActorMft.Node.Tests.Sessions;

public sealed class SessionHolderTests
{
    private readonly FakeMessenger _messenger = new();
    private readonly SessionRegistry _registry = new();
    private readonly List<string> _told = [];

    [Fact]
    public async Task Session_of_a_lost_node_is_reported_as_ended()
    {
        await RunAsync(CancellationToken.None);
        Reported().Reason.ShouldContain("node");
    }

    [Fact]
    public async Task End_that_the_connection_could_not_report_is_reported_with_its_bytes()
    {
        using var session = Add();
        var running = RunAsync(CancellationToken.None);
        session.AddReceived(10);
        running.IsCompleted.ShouldBeFalse();
        session.End("the partner disconnected");
        running.IsCompleted.ShouldBeFalse();
        session.EndReported(isStored: false);
        await running;

        Reported().ShouldBe(new SessionEnded("the partner disconnected", 10, 0));
        _registry.Get("s1").ShouldBeNull();
    }

    [Fact]
    public async Task End_that_the_connection_has_reported_is_not_reported_again()
    {
        using var session = Add();
        var running = RunAsync(CancellationToken.None);
        session.End("the partner disconnected");
        session.EndReported(isStored: true);
        await running;

        _messenger.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Close_tells_the_partner_the_reason_and_ends_the_holding()
    {
        using var session = Add();
        var holding = RunAsync(CancellationToken.None);
        await RunAsync(CancellationToken.None, new EndConnection("s1", "closed by an administrator"));
        await holding;

        _told.ShouldBe(["closed by an administrator"]);
        Reported().Reason.ShouldBe("closed by an administrator");
    }

    [Fact]
    public async Task Close_of_a_session_that_is_gone_does_nothing()
    {
        await RunAsync(CancellationToken.None, new EndConnection("s1", "closed by an administrator"));
        _messenger.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_holding_closes_the_connection()
    {
        using var session = Add();
        using var cancel = new CancellationTokenSource();
        var running = RunAsync(cancel.Token);
        await cancel.CancelAsync();
        await running;

        _told.Count.ShouldBe(1);
        Reported().Reason.ShouldBe(_told[0]);
    }

    private PartnerSession Add()
    {
        PartnerSession? session = null;
        session = new PartnerSession(
            new SessionIdentity("s1", "acme", "inbox", "anna", "/"),
            () => TimeSpan.Zero,
            reason =>
            {
                _told.Add(reason);
                session!.End("the connection was closed");
                session.EndReported(isStored: false);
                return ValueTask.CompletedTask;
            },
            TimeProvider.System);
        _registry.Add(session);
        return session;
    }

    private Task RunAsync(CancellationToken cancellationToken, object? work = null) =>
        new SessionHolder(_registry, _messenger).RunAsync(
            new WorkItem(new EntityId("session", "s1"), "work", work ?? new HoldSession("s1", "node-1", Guid.NewGuid()), DateTimeOffset.UnixEpoch, Run: 1),
            _messenger,
            cancellationToken);

    private SessionEnded Reported() => _messenger.Of<SessionEnded>().ShouldHaveSingleItem();
}

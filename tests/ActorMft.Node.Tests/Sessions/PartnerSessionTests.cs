using ActorMft.Node.Sessions;

namespace ActorMft.Node.Tests.Sessions;

public sealed class PartnerSessionTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<string> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PartnerSession _session;

    public PartnerSessionTests() => _session = new PartnerSession(
        new SessionIdentity("s1", "acme", "inbox", "anna", "/"),
        () => TimeSpan.FromMinutes(15),
        reason =>
        {
            _told.TrySetResult(reason);
            return ValueTask.CompletedTask;
        },
        _time);

    [Fact]
    public async Task Session_without_a_command_is_closed_with_a_sentence_when_its_time_is_out()
    {
        _time.Advance(TimeSpan.FromMinutes(14.9));
        _told.Task.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(0.2));
        (await _told.Task).ShouldContain("idleTimeout");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task Clock_that_is_set_does_not_change_when_a_session_is_idle(int minutes)
    {
        _time.Advance(TimeSpan.FromMinutes(5));
        _time.SetDate(TimeSpan.FromMinutes(minutes));
        _time.Advance(TimeSpan.FromMinutes(9.9));
        _told.Task.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(0.2));
        await _told.Task;
    }

    [Fact]
    public async Task Command_starts_the_time_again()
    {
        _time.Advance(TimeSpan.FromMinutes(10));
        _session.OnCommand();
        _time.Advance(TimeSpan.FromMinutes(14.9));
        _told.Task.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(0.2));
        await _told.Task;
    }

    [Fact]
    public async Task Command_in_progress_is_no_idleness_and_its_end_counts()
    {
        _session.BeginCommand();
        _time.Advance(TimeSpan.FromHours(2));
        _session.EndCommand();
        _time.Advance(TimeSpan.FromMinutes(14.9));
        _told.Task.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(15.2));
        await _told.Task;
    }

    [Fact]
    public async Task First_closing_reason_stands()
    {
        await _session.CloseAsync("closed by an administrator");
        await _session.CloseAsync("something later");
        _session.End("the partner disconnected");
        (await _session.Ended).ShouldBe("closed by an administrator");
    }

    [Fact]
    public void Look_shows_bytes_and_open_files()
    {
        _session.AddReceived(5);
        _session.AddSent(7);
        _session.Opened("/a");
        _session.Opened("/b");
        _session.Opened("/b");
        _session.Closed("/a");
        _session.Closed("/b");
        var seen = _session.Look();
        (seen.BytesReceived, seen.BytesSent).ShouldBe((5, 7));
        seen.Paths.ShouldBe(["/b"]);
    }

    public void Dispose() => _session.Dispose();
}

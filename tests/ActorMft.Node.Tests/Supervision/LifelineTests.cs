using ActorMft.Node.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Supervision;

public sealed class LifelineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly NotifySocket _socket;
    private readonly ManualTime _time = new();
    private readonly Lifeline _lifeline;
    private TimeSpan? _remaining = TimeSpan.FromSeconds(8);
    private int _openSockets = 25;
    private bool _loopsRun = true;
    private Action _onDeadline = static () => { };

    public LifelineTests()
    {
        _socket = new NotifySocket(_directory["notify"]);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NOTIFY_SOCKET"] = _socket.Address,
            ["WATCHDOG_USEC"] = "5000000",
        };
        var manager = ServiceManager.Find(environment.GetValueOrDefault, NullLogger<ServiceManager>.Instance);
        var vitals = new Vitals(() => _onDeadline(), () => _remaining, () => _openSockets, () => _loopsRun, () => "up");
        _lifeline = new Lifeline(vitals, manager, TimeSpan.FromSeconds(10), _time, NullLogger<Lifeline>.Instance);
    }

    public void Dispose()
    {
        _lifeline.Dispose();
        _socket.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Healthy_node_tells_its_status_once_and_the_watchdog_each_time()
    {
        _lifeline.TellReady();
        _lifeline.Look();
        _lifeline.Look();
        ReceiveAll().ShouldBe(["READY=1", "STATUS=up", "WATCHDOG=1", "WATCHDOG=1"]);
    }

    [Fact]
    public void Node_that_lost_touch_tells_the_watchdog_again_when_its_connections_are_closed()
    {
        _remaining = null;
        _lifeline.Look();
        ReceiveAll().ShouldHaveSingleItem().ShouldStartWith("STATUS=up; no lease");
        _openSockets = 0;
        _lifeline.Look();
        ReceiveAll().ShouldBe(["WATCHDOG=1"]);
    }

    [Fact]
    public void Deadline_is_checked_before_the_watchdog_is_told()
    {
        _onDeadline = () => (_remaining, _openSockets) = (null, 0);
        _lifeline.Look();
        ReceiveAll()[0].ShouldContain("no lease");
    }

    [Fact]
    public void Engine_that_stands_still_is_not_well()
    {
        _loopsRun = false;
        _lifeline.Look();
        ReceiveAll().ShouldBe(["STATUS=up"]);
    }

    [Fact]
    public void Deadline_is_checked_on_a_thread_of_its_own()
    {
        using var seen = new ManualResetEventSlim();
        var isPool = true;
        _onDeadline = () =>
        {
            isPool = Thread.CurrentThread.IsThreadPoolThread;
            seen.Set();
        };
        _lifeline.Start();
        seen.Wait(TimeSpan.FromSeconds(20)).ShouldBeTrue();
        isPool.ShouldBeFalse();
    }

    private List<string> ReceiveAll()
    {
        List<string> received = [];
        while (!_socket.IsEmpty)
        {
            received.Add(_socket.Receive());
        }

        return received;
    }
}

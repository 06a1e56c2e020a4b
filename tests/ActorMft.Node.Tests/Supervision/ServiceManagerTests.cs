using System.Globalization;
using ActorMft.Node.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Supervision;

public sealed class ServiceManagerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("@")]
    public void Notifications_reach_a_socket_with_a_path_or_an_abstract_name(string prefix)
    {
        using var socket = new NotifySocket(prefix == "/" ? _directory["notify"] : $"@actormft-{Guid.NewGuid():N}");
        _environment["NOTIFY_SOCKET"] = socket.Address;
        using var manager = Find().ShouldNotBeNull();
        manager.Tell("READY=1");
        manager.Tell("STATUS=up", "WATCHDOG=1");
        socket.Receive().ShouldBe("READY=1");
        socket.Receive().ShouldBe("STATUS=up\nWATCHDOG=1");
    }

    [Fact]
    public void Nobody_is_notified_without_a_socket_or_at_an_address_of_another_kind()
    {
        Find().ShouldBeNull();
        _environment["NOTIFY_SOCKET"] = "vsock:2:1234";
        Find().ShouldBeNull();
        _environment["NOTIFY_SOCKET"] = "@";
        Find().ShouldBeNull();
    }

    [Fact]
    public void Manager_that_has_gone_is_no_failure_of_the_node()
    {
        _environment["NOTIFY_SOCKET"] = _directory["gone"];
        using var manager = Find().ShouldNotBeNull();
        Should.NotThrow(() => manager.Tell("WATCHDOG=1"));
    }

    [Fact]
    public void Manager_that_does_not_read_does_not_hold_the_node_up()
    {
        using var socket = new NotifySocket(_directory["notify"]);
        _environment["NOTIFY_SOCKET"] = socket.Address;
        using var manager = Find().ShouldNotBeNull();
        for (var i = 0; i < 10_000; i++)
        {
            manager.Tell("WATCHDOG=1");
        }
    }

    [Theory]
    [InlineData("5000000", null, 5.0)]
    [InlineData("5000000", "own", 5.0)]
    [InlineData("5000000", "1", null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void Watchdog_time_is_read_when_it_is_meant_for_this_process(string? microseconds, string? process, double? seconds)
    {
        _environment["NOTIFY_SOCKET"] = "/somewhere";
        Set("WATCHDOG_USEC", microseconds);
        Set("WATCHDOG_PID", process == "own" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : process);
        using var manager = Find().ShouldNotBeNull();
        manager.Watchdog.ShouldBe(seconds is { } time ? TimeSpan.FromSeconds(time) : null);
    }

    private void Set(string name, string? value)
    {
        if (value is not null)
        {
            _environment[name] = value;
        }
    }

    private ServiceManager? Find() => ServiceManager.Find(_environment.GetValueOrDefault, NullLogger<ServiceManager>.Instance);
}

using System.Globalization;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A node under a service manager with a watchdog.</summary>
public sealed class WatchdogTests : IDisposable
{
    private const int Killed = 128 + 9;

    private readonly Workspace _space = new();
    private readonly StandInServiceManager _manager;

    public WatchdogTests() => _manager = new StandInServiceManager(_space, TimeSpan.FromSeconds(5));

    public void Dispose()
    {
        _manager.Dispose();
        _space.Dispose();
    }

    [Fact]
    public async Task Node_says_when_it_is_ready_gives_signs_of_life_and_says_when_it_stops()
    {
        await using var node = new NodeProcess(NodeSite.Alone(_space.Folder("node")), _ => _manager.Wrapper);
        var ready = _manager.ExpectAsync("READY=1");
        var status = _manager.ExpectAsync("STATUS=up");
        var managing = _manager.RunAsync(node.KillAsync);
        await node.StartAsync();
        await ready;
        await status;
        for (var sign = 0; sign < 8; sign++)
        {
            await _manager.ExpectAsync("WATCHDOG=1");
        }

        var stopping = _manager.ExpectAsync("STOPPING=1");
        (await node.TerminateAsync()).ShouldBe(0, node.Log);
        await stopping;
        _manager.Dispose();
        await managing;
    }

    [Fact]
    public async Task Frozen_node_with_an_open_connection_is_killed_and_its_connection_is_gone_at_the_server()
    {
        await using var scenario = await Scenario.StartAsync(nodeWrapper: _ => _manager.Wrapper);
        var managing = _manager.RunAsync(scenario.Node.KillAsync);
        await _manager.ExpectAsync("WATCHDOG=1");
        await File.WriteAllTextAsync(_space.At("file"), "content");
        Directory.CreateDirectory(Path.Combine(scenario.Inbox, "invoices"));
        await scenario.Partner.CheckedAsync($"put {_space.At("file")} /invoices/file");
        await Eventually.TrueAsync("the file is delivered", () => File.Exists(Path.Combine(scenario.Inbound, "file")));
        await Eventually.TrueAsync("the connection is kept for the next file", () => Established(scenario.Bank.Port) == 1);

        await scenario.Node.FreezeAsync();

        (await scenario.Node.ExitAsync()).ShouldBe(Killed);
        await managing;
        await Eventually.TrueAsync("the connection is gone", () => Established(scenario.Bank.Port) == 0);
    }

    /// <summary>Connections that the kernel counts as established at the server's end.</summary>
    private static int Established(int port)
    {
        var local = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields[1].EndsWith(local, StringComparison.Ordinal) && fields[3] == "01");
    }
}

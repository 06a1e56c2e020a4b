using System.Net;
using System.Net.Sockets;
using ActorMft.Node.Remotes;

namespace ActorMft.Node.Tests.Remotes;

public sealed class RemoteDialerTests
{
    [Fact]
    public async Task Connect_uses_the_source_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = await Dial(Port(listener), "127.0.0.7");
        ((IPEndPoint)socket.Socket.LocalEndPoint!).Address.ShouldBe(IPAddress.Parse("127.0.0.7"));
    }

    [Fact]
    public async Task Connect_to_a_closed_port_says_refused_and_may_work_later()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = Port(listener);
        }

        var failure = await Should.ThrowAsync<RemoteException>(() => Dial(port, null));
        failure.Step.ShouldBe(ConnectStep.Tcp);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain($"127.0.0.1:{port} refused the connection");
    }

    [Theory]
    [InlineData("192.0.2.77")]
    [InlineData("not-an-address")]
    public async Task Connect_from_an_address_that_is_not_ours_is_for_somebody_to_correct(string bindAddress)
    {
        var failure = await Should.ThrowAsync<RemoteException>(() => Dial(9, bindAddress));
        failure.IsTransient.ShouldBeFalse();
        failure.Message.ShouldContain(bindAddress);
    }

    [Fact]
    public async Task Connect_to_an_unknown_name_says_so()
    {
        var failure = await Should.ThrowAsync<RemoteException>(() =>
            RemoteDialer.ConnectAsync(
                new DialTarget("no-such-host.invalid", 22, Proxy: null), null, TimeSpan.FromSeconds(5), Create, new ConnectTrace(TimeProvider.System), CancellationToken.None));
        failure.Step.ShouldBe(ConnectStep.NameLookup);
        failure.Message.ShouldContain("no-such-host.invalid");
    }

    private static OutboundSocket Create(AddressFamily family) => new OutboundSockets().Create(family, Holds.Lasting());

    private static Task<OutboundSocket> Dial(int port, string? bindAddress) =>
        RemoteDialer.ConnectAsync(
            new DialTarget("127.0.0.1", port, Proxy: null), bindAddress, TimeSpan.FromSeconds(5), Create, new ConnectTrace(TimeProvider.System), CancellationToken.None);

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}

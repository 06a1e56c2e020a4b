using System.Net;
using System.Net.Sockets;
using ActorMft.Actors;
using ActorMft.Node.Remotes;

namespace ActorMft.Node.Tests.Remotes;

public sealed class OutboundSocketTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly OutboundSockets _sockets = new();
    private readonly LeaseHold _hold = Holds.Lasting();

    public OutboundSocketTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task End_of_the_hold_resets_a_connection_in_the_middle_of_reading_and_writing()
    {
        using var socket = _sockets.Create(AddressFamily.InterNetwork, _hold);
        await socket.ConnectAsync(_listener.LocalEndpoint, default);
        using var peer = await _listener.AcceptSocketAsync();
        var stream = socket.OpenStream();
        var reading = stream.ReadAsync(new byte[1]).AsTask();
        var writing = FillAsync(stream);
        _hold.End();
        _sockets.Open.ShouldBe(0);
        await Should.ThrowAsync<ObjectDisposedException>(() => reading);
        await Should.ThrowAsync<Exception>(() => writing);
        (await Should.ThrowAsync<SocketException>(() => DrainAsync(peer))).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task End_of_the_hold_resets_a_connection_before_its_reader_can_end_it_in_good_order()
    {
        for (var round = 0; round < 300; round++)
        {
            var hold = Holds.Lasting();
            using var socket = _sockets.Create(AddressFamily.InterNetwork, hold);
            await socket.ConnectAsync(_listener.LocalEndpoint, default);
            using var peer = await _listener.AcceptSocketAsync();
            var reading = EndWhenBrokenAsync(socket);
            hold.End();
            (await Should.ThrowAsync<SocketException>(() => DrainAsync(peer))).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
            await Should.ThrowAsync<ObjectDisposedException>(() => reading);
        }
    }

    [Fact]
    public async Task End_of_the_hold_ends_a_connect_that_is_under_way()
    {
        // A full backlog: further connects stay in SYN-SENT.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(full.LocalEndPoint!);
        using var socket = _sockets.Create(AddressFamily.InterNetwork, _hold);
        var connecting = socket.ConnectAsync(full.LocalEndPoint!, default);
        connecting.IsCompleted.ShouldBeFalse();
        _hold.End();
        await Should.ThrowAsync<SocketException>(() => connecting);
        _sockets.Open.ShouldBe(0);
    }

    [Fact]
    public void Nothing_is_made_after_the_end_of_the_hold()
    {
        _hold.End();
        Should.Throw<RemoteException>(() => _sockets.Create(AddressFamily.InterNetwork, _hold)).Step.ShouldBe(ConnectStep.Slot);
        _sockets.Open.ShouldBe(0);
    }

    [Fact]
    public void Nothing_is_made_past_the_deadline_even_before_anybody_has_ended_the_hold()
    {
        var lapsed = new LeaseHold(Guid.NewGuid(), static () => TimeSpan.Zero);
        Should.Throw<RemoteException>(() => _sockets.Create(AddressFamily.InterNetwork, lapsed));
    }

    [Fact]
    public async Task Nothing_is_sent_past_the_deadline_even_before_anybody_has_ended_the_hold()
    {
        var remaining = TimeSpan.FromMinutes(1);
        using var socket = _sockets.Create(AddressFamily.InterNetwork, new LeaseHold(Guid.NewGuid(), () => remaining));
        await socket.ConnectAsync(_listener.LocalEndpoint, default);
        using var peer = await _listener.AcceptSocketAsync();
        await using var stream = socket.OpenStream();
        await stream.WriteAsync(new byte[] { 1 });
        remaining = TimeSpan.Zero;
        await Should.ThrowAsync<IOException>(() => stream.WriteAsync(new byte[] { 2 }).AsTask());
        socket.Socket.Shutdown(SocketShutdown.Send);
        var received = new byte[10];
        (await peer.ReceiveAsync(received)).ShouldBe(1);
        (await peer.ReceiveAsync(received)).ShouldBe(0);
    }

    [Fact]
    public async Task Close_waits_until_the_peer_has_closed_too()
    {
        using var socket = _sockets.Create(AddressFamily.InterNetwork, _hold);
        await socket.ConnectAsync(_listener.LocalEndpoint, default);
        var peer = await _listener.AcceptSocketAsync();
        var closing = socket.CloseAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
        (await peer.ReceiveAsync(new byte[1])).ShouldBe(0);
        closing.IsCompleted.ShouldBeFalse();
        _sockets.Open.ShouldBe(1);
        peer.Dispose();
        await closing;
        _sockets.Open.ShouldBe(0);
    }

    [Fact]
    public async Task Close_does_not_wait_for_a_peer_that_never_closes()
    {
        var time = new ManualTime();
        using var socket = _sockets.Create(AddressFamily.InterNetwork, _hold);
        await socket.ConnectAsync(_listener.LocalEndpoint, default);
        using var peer = await _listener.AcceptSocketAsync();
        var closing = socket.CloseAsync(TimeSpan.FromSeconds(1), time);
        time.Advance(TimeSpan.FromSeconds(2));
        await closing;
        _sockets.Open.ShouldBe(0);
    }

    private static async Task EndWhenBrokenAsync(OutboundSocket socket)
    {
        try
        {
            (await socket.OpenStream().ReadAsync(new byte[1])).ShouldBe(0);
        }
        catch (ObjectDisposedException)
        {
            socket.Socket.Shutdown(SocketShutdown.Send);
        }
    }

    private static async Task FillAsync(Stream stream)
    {
        var buffer = new byte[1024 * 1024];
        while (true)
        {
            await stream.WriteAsync(buffer);
        }
    }

    private static async Task DrainAsync(Socket socket)
    {
        var buffer = new byte[1024 * 1024];
        while (await socket.ReceiveAsync(buffer) > 0)
        {
        }
    }
}

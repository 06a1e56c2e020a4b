using System.Net;
using System.Net.Sockets;
using ActorMft.Ssh.Sockets;
using ActorMft.Ssh.Tests.Support;

namespace ActorMft.Ssh.Tests.Sockets;

public sealed class SocketStreamTests : IDisposable
{
    private const int Large = 2 * 1024 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SocketStreamTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Large_content_goes_both_ways_at_once()
    {
        (SocketStream first, SocketStream second) = await ConnectAsync();
        await using (first)
        await using (second)
        {
            byte[] sent = new byte[Large];
            System.Security.Cryptography.RandomNumberGenerator.Fill(sent);
            Task writing = Task.WhenAll(first.WriteAsync(sent).AsTask(), second.WriteAsync(sent).AsTask());
            byte[][] received = await Task.WhenAll(ReadAsync(first, Large), ReadAsync(second, Large)).WaitAsync(Defaults.Patience);
            await writing.WaitAsync(Defaults.Patience);
            received[0].ShouldBe(sent);
            received[1].ShouldBe(sent);
        }
    }

    [Fact]
    public async Task Read_of_nothing_waits_for_something_and_takes_none_of_it()
    {
        (SocketStream first, SocketStream second) = await ConnectAsync();
        await using (first)
        await using (second)
        {
            Task<int> waiting = first.ReadAsync(Memory<byte>.Empty).AsTask();
            waiting.IsCompleted.ShouldBeFalse();
            await second.WriteAsync(new byte[] { 7 });
            (await waiting.WaitAsync(Defaults.Patience)).ShouldBe(0);
            (await first.ReadAsync(Memory<byte>.Empty).AsTask().WaitAsync(Defaults.Patience)).ShouldBe(0);
            (await ReadAsync(first, 1)).ShouldBe([7]);
        }
    }

    [Fact]
    public async Task End_of_the_peer_is_read_as_nothing()
    {
        (SocketStream first, SocketStream second) = await ConnectAsync();
        await using (first)
        {
            Task<int> reading = first.ReadAsync(new byte[1]).AsTask();
            await second.DisposeAsync();
            (await reading.WaitAsync(Defaults.Patience)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Reset_by_the_peer_fails_the_reader()
    {
        (SocketStream first, SocketStream second) = await ConnectAsync();
        await using (first)
        {
            Task<int> reading = first.ReadAsync(new byte[1]).AsTask();
            second.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
            await second.DisposeAsync();
            (await Should.ThrowAsync<IOException>(() => reading.WaitAsync(Defaults.Patience))).Message.ShouldContain("reset");
        }
    }

    [Fact]
    public async Task Cancelled_read_leaves_the_connection_usable()
    {
        (SocketStream first, SocketStream second) = await ConnectAsync();
        await using (first)
        await using (second)
        {
            using var giveUp = new CancellationTokenSource();
            Task<int> reading = first.ReadAsync(new byte[1], giveUp.Token).AsTask();
            await giveUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => reading.WaitAsync(Defaults.Patience));
            await second.WriteAsync(new byte[] { 7 });
            (await ReadAsync(first, 1)).ShouldBe([7]);
        }
    }

    [Fact]
    public async Task Disposal_ends_a_reader_and_a_writer()
    {
        (SocketStream first, SocketStream second) = await ConnectAsync();
        await using (second)
        {
            Task reading = first.ReadAsync(new byte[1]).AsTask();
            Task writing = FillAsync(first);
            await first.DisposeAsync();
            await Should.ThrowAsync<ObjectDisposedException>(() => reading.WaitAsync(Defaults.Patience));
            await Should.ThrowAsync<ObjectDisposedException>(() => writing.WaitAsync(Defaults.Patience));
        }
    }

    [Fact]
    public async Task Stream_that_does_not_own_the_socket_leaves_it_to_the_next_one()
    {
        Task<Socket> accepting = _listener.AcceptSocketAsync();
        await using SocketStream peer = await SocketStream.OpenAsync(_listener.LocalEndpoint, default);
        using Socket socket = await accepting;
        for (byte i = 1; i <= 2; i++)
        {
            await using var borrowed = new SocketStream(socket, ownsSocket: false);
            Task<byte[]> reading = ReadAsync(borrowed, 1);
            await peer.WriteAsync(new[] { i });
            (await reading).ShouldBe([i]);
        }
    }

    [Fact]
    public async Task Connect_to_a_closed_port_is_refused()
    {
        var server = (IPEndPoint)_listener.LocalEndpoint;
        _listener.Stop();
        (await Should.ThrowAsync<SocketException>(() => SocketStream.OpenAsync(server, default).WaitAsync(Defaults.Patience)))
            .SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(2)]
    public async Task Readers_that_block_their_threads_keep_no_other_connection_waiting(int maxThreads)
    {
        int count = Math.Min(Environment.ProcessorCount + 3, maxThreads + 1);
        var poller = new SocketPoller(maxThreads);
        using var goOn = new ManualResetEventSlim();
        var pairs = new List<(SocketStream First, SocketStream Second)>();
        var blocked = new List<Task>();
        try
        {
            for (int i = 0; i < count; i++)
            {
                pairs.Add(await ConnectAsync(poller));
                var isBlocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                blocked.Add(BlockAsync(pairs[i].First, isBlocked));
                await pairs[i].Second.WriteAsync(new byte[] { 1 });
                await isBlocked.Task.WaitAsync(Defaults.Patience);
            }

            blocked.ShouldAllBe(task => !task.IsCompleted);
        }
        finally
        {
            goOn.Set();
            await Task.WhenAll(blocked);
            foreach ((SocketStream first, SocketStream second) in pairs)
            {
                await first.DisposeAsync();
                await second.DisposeAsync();
            }
        }

        async Task BlockAsync(SocketStream stream, TaskCompletionSource isBlocked)
        {
            await stream.ReadAsync(new byte[1]).ConfigureAwait(false);
            isBlocked.SetResult();
            goOn.Wait();
        }
    }

    private static async Task<byte[]> ReadAsync(SocketStream stream, int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Defaults.Patience);
        return bytes;
    }

    private static async Task FillAsync(SocketStream stream)
    {
        byte[] bytes = new byte[1024 * 1024];
        while (true)
        {
            await stream.WriteAsync(bytes);
        }
    }

    private async Task<(SocketStream First, SocketStream Second)> ConnectAsync(SocketPoller? poller = null)
    {
        Task<Socket> accepting = _listener.AcceptSocketAsync();
        SocketStream second = await SocketStream.OpenAsync(_listener.LocalEndpoint, default);
        return (new SocketStream(await accepting, ownsSocket: true, poller ?? SocketPoller.Shared), second);
    }
}

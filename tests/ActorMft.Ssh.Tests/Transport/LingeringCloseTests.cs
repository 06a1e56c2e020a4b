using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorMft.Ssh.Sockets;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Transport;

public sealed class LingeringCloseTests
{
    [Fact]
    public async Task Peer_whose_input_was_not_read_gets_the_last_words_all_the_same()
    {
        (SocketStream ours, Socket peer) = await ConnectAsync();
        using (peer)
        {
            await peer.SendAsync(new byte[100_000]);
            await ours.WriteAsync("the reason"u8.ToArray());
            Task closing = LingeringClose.CloseAsync(ours).AsTask();
            var heard = new byte[100];
            int length = await peer.ReceiveAsync(heard).WaitAsync(Defaults.Patience);
            Encoding.ASCII.GetString(heard, 0, length).ShouldBe("the reason");
            (await peer.ReceiveAsync(heard).WaitAsync(Defaults.Patience)).ShouldBe(0);
            peer.Close();
            await closing.WaitAsync(Defaults.Patience);
        }
    }

    [Fact]
    public async Task Peer_that_never_closes_is_not_waited_for_without_end()
    {
        (SocketStream ours, Socket peer) = await ConnectAsync();
        using (peer)
        {
            await LingeringClose.CloseAsync(ours).AsTask().WaitAsync(Defaults.Patience);
        }
    }

    private static async Task<(SocketStream Ours, Socket Peer)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndpoint);
        return (new SocketStream(await listener.AcceptSocketAsync(), ownsSocket: true), peer);
    }
}

using System.Net;
using System.Net.Sockets;
using ActorMft.Ssh.Sockets;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Transport;

/// <summary>A peer that writes a packet in pieces, with Nagle's algorithm on: it holds back the second until the first is acknowledged.</summary>
public sealed class PacketInPiecesTests
{
    private const int TcpLevel = 6;
    private const int QuickAcknowledgement = 12;

    [Fact]
    public async Task First_piece_of_a_packet_is_acknowledged_at_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndpoint!);
        await using var stream = new NotingStream(await listener.AcceptSocketAsync());
        using var input = new PacketInput(stream, TimeProvider.System);
        input.TryReadPacket(out _).ShouldBeFalse();
        Task filled = input.FillAsync(0, CancellationToken.None).AsTask();

        // As the system does by itself once there was talk in both directions.
        stream.Socket.SetRawSocketOption(TcpLevel, QuickAcknowledgement, BitConverter.GetBytes(0));
        await peer.SendAsync(new byte[3]);

        await stream.Acknowledged.WaitAsync(Defaults.Patience);
        byte[] isQuick = new byte[sizeof(int)];
        stream.Socket.GetRawSocketOption(TcpLevel, QuickAcknowledgement, isQuick).ShouldBe(sizeof(int));
        BitConverter.ToInt32(isQuick).ShouldBe(1);
        await peer.SendAsync(new byte[1]);
        await filled.WaitAsync(Defaults.Patience);
    }

    private sealed class NotingStream(Socket socket) : SocketStream(socket, ownsSocket: true)
    {
        private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Acknowledged => _acknowledged.Task;

        public override void Acknowledge()
        {
            base.Acknowledge();
            _acknowledged.TrySetResult();
        }
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ActorMft.Ssh.Sockets;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Transport;

/// <summary>While much comes in, a connection waits for much at once; the last of it is less.</summary>
public sealed class EagerWaitTests
{
    private const int PacketSize = 200_000;

    /// <summary>A small buffer of the system's is full, and so ready, before it has all of a large packet. It takes some tries until its rest is less than was waited for.</summary>
    [Fact]
    public async Task Rest_of_a_packet_that_is_less_than_much_is_read_too()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await peer.ConnectAsync(listener.LocalEndPoint!);
        await using var stream = new SocketStream(await listener.AcceptAsync(), ownsSocket: true);
        using var input = new PacketInput(stream, TimeProvider.System) { MaxPacket = PacketInput.MaxPacketAfterLogin };

        // uint32 length, byte padding, payload, padding: not sealed yet.
        byte[] packet = new byte[PacketSize];
        BinaryPrimitives.WriteInt32BigEndian(packet, PacketSize - 4);
        packet[4] = 4;
        for (int i = 0; i < 4; i++)
        {
            Task<int> sending = peer.SendAsync(packet);
            await ReadPacketAsync(input);
            await sending;
        }

        for (int i = 0; i < 30; i++)
        {
            Task<int> sending = peer.SendAsync(packet.AsMemory(0, PacketSize - 1_000)).AsTask();
            Task reading = ReadPacketAsync(input);
            await sending;
            await peer.SendAsync(packet.AsMemory(PacketSize - 1_000));
            await reading;
        }
    }

    private static async Task ReadPacketAsync(PacketInput input)
    {
        while (!input.TryReadPacket(out _))
        {
            await input.FillAsync(0, CancellationToken.None).AsTask().WaitAsync(Defaults.Patience);
        }
    }
}

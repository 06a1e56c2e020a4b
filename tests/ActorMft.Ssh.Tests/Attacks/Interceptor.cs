using System.Buffers.Binary;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Attacks;

/// <summary>
/// Somebody on the line between two real sides. What is in the clear it sees packet by packet, up to NEWKEYS; of what follows it can leave out bytes.
/// </summary>
internal sealed class Interceptor
{
    private Interceptor(DuplexStream clientSide, DuplexStream serverSide, Direction toClient, Direction toServer)
    {
        ClientSide = clientSide;
        ServerSide = serverSide;
        Running = Task.WhenAll(toClient.RunAsync(), toServer.RunAsync());
    }

    /// <summary>What the real client holds.</summary>
    public DuplexStream ClientSide { get; }

    /// <summary>What the real server holds.</summary>
    public DuplexStream ServerSide { get; }

    public Task Running { get; }

    /// <param name="toClient">Makes of each plain packet's payload the payloads that the client gets.</param>
    /// <param name="toServer">As before, for the server.</param>
    /// <param name="dropToClient">Bytes left out behind the server's NEWKEYS.</param>
    /// <param name="dropToServer">Bytes left out behind the client's NEWKEYS.</param>
    public static Interceptor Start(
        Func<byte[], IEnumerable<byte[]>>? toClient = null, Func<byte[], IEnumerable<byte[]>>? toServer = null, int dropToClient = 0, int dropToServer = 0)
    {
        (DuplexStream client, DuplexStream nearClient) = DuplexStream.CreatePair();
        (DuplexStream nearServer, DuplexStream server) = DuplexStream.CreatePair();
        return new Interceptor(
            client,
            server,
            new Direction(nearServer, nearClient, toClient ?? (payload => [payload]), dropToClient),
            new Direction(nearClient, nearServer, toServer ?? (payload => [payload]), dropToServer));
    }

    /// <summary>The size on the line of a payload sealed with ChaCha20-Poly1305.</summary>
    public static int SealedSize(int payload)
    {
        int padding = 4;
        while ((1 + payload + padding) % 8 != 0)
        {
            padding++;
        }

        return 4 + 1 + payload + padding + 16;
    }

    private sealed class Direction(DuplexStream from, DuplexStream to, Func<byte[], IEnumerable<byte[]>> change, int drop)
    {
        public async Task RunAsync()
        {
            try
            {
                await CopyLineAsync();
                while (await CopyPacketAsync())
                {
                    // Up to NEWKEYS.
                }

                await from.ReadExactlyAsync(new byte[drop]);
                byte[] buffer = new byte[64 * 1024];
                while (await from.ReadAsync(buffer) is var count and > 0)
                {
                    await to.WriteAsync(buffer.AsMemory(0, count));
                }
            }
            catch (IOException)
            {
                // One of the two has closed.
            }

            to.CutWriting();
        }

        private async Task CopyLineAsync()
        {
            byte[] one = new byte[1];
            do
            {
                await from.ReadExactlyAsync(one);
                await to.WriteAsync(one);
            }
            while (one[0] != (byte)'\n');
        }

        private async Task<bool> CopyPacketAsync()
        {
            byte[] head = new byte[5];
            await from.ReadExactlyAsync(head);
            byte[] rest = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - 1];
            await from.ReadExactlyAsync(rest);
            byte[] payload = rest[..^head[4]];
            foreach (byte[] changed in change(payload))
            {
                await to.WriteAsync(Packet(changed));
            }

            return payload[0] != (byte)SshMessage.NewKeys;
        }

        private static byte[] Packet(byte[] payload)
        {
            int padding = 4;
            while ((5 + payload.Length + padding) % 8 != 0)
            {
                padding++;
            }

            byte[] packet = new byte[5 + payload.Length + padding];
            BinaryPrimitives.WriteInt32BigEndian(packet, 1 + payload.Length + padding);
            packet[4] = (byte)padding;
            payload.CopyTo(packet, 5);
            return packet;
        }
    }
}

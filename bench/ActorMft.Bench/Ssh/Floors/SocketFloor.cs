using System.Net;
using System.Net.Sockets;

namespace ActorMft.Bench.Ssh.Floors;

/// <summary>What a connection over the loopback takes on each side, in blocks of 256 KiB.</summary>
internal static class SocketFloor
{
    private const int Block = 256 * 1024;
    private const int Blocks = 4096;

    /// <summary>Processor seconds for a GiB; the least of some.</summary>
    internal static async Task<(double Sending, double Receiving)> MeasureAsync()
    {
        var best = (Sending: double.MaxValue, Receiving: double.MaxValue);
        for (var i = 0; i < 3; i++)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await sender.ConnectAsync(listener.LocalEndpoint);
            using var receiver = await listener.AcceptSocketAsync();
            var sending = ThreadSpent.RunAsync(() =>
            {
                var block = new byte[Block];
                for (var sent = 0; sent < Blocks; sent++)
                {
                    sender.Send(block).ShouldBe(Block);
                }

                sender.Shutdown(SocketShutdown.Send);
            });
            var receiving = ThreadSpent.RunAsync(() =>
            {
                var block = new byte[Block];
                while (receiver.Receive(block) > 0)
                {
                }
            });
            best = (Math.Min(best.Sending, (await sending).Processor), Math.Min(best.Receiving, (await receiving).Processor));
        }

        return best;
    }
}

using System.Buffers;
using System.IO.Pipelines;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Server;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>Sends back what it is sent, on every channel of a connection, until the end of each.</summary>
internal static class EchoSubsystem
{
    public static async Task ServeAsync(SshServerConnection connection)
    {
        var channels = new List<Task>();
        while (await connection.AcceptChannelAsync(CancellationToken.None) is { } channel)
        {
            channels.Add(ServeAsync(channel));
        }

        await Task.WhenAll(channels);
        await connection.Completion;
    }

    private static async Task ServeAsync(SshChannel channel)
    {
        try
        {
            while (true)
            {
                ReadResult read = await channel.Input.ReadAsync();
                foreach (ReadOnlyMemory<byte> piece in read.Buffer)
                {
                    channel.Output.Write(piece.Span);
                }

                channel.Input.AdvanceTo(read.Buffer.End);
                FlushResult flush = await channel.Output.FlushAsync();
                if (read.IsCompleted || flush.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (SshException)
        {
            // The connection was lost; its own test looks at that.
        }

        await channel.CloseAsync(0);
    }
}

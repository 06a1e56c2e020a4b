using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using ActorMft.Ssh.Channels;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>Sends much through an echo and compares what comes back.</summary>
internal static class ChannelTraffic
{
    public static async Task EchoAsync(SshChannel channel, long length)
    {
        Task<byte[]> sent = SendAsync(channel.Output, length);
        byte[] received = await HashAsync(channel.Input, length).WaitAsync(Defaults.Patience);
        received.ShouldBe(await sent.WaitAsync(Defaults.Patience));
    }

    public static async Task<byte[]> SendAsync(PipeWriter output, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = RandomNumberGenerator.GetBytes(40_000);
        while (length > 0)
        {
            ReadOnlyMemory<byte> piece = block.AsMemory(0, (int)Math.Min(block.Length, length));
            hash.AppendData(piece.Span);
            FlushResult flush = await output.WriteAsync(piece);
            flush.IsCompleted.ShouldBeFalse("the channel was closed");
            length -= piece.Length;
        }

        return hash.GetHashAndReset();
    }

    public static async Task<byte[]> HashAsync(PipeReader input, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (length > 0)
        {
            ReadResult read = await input.ReadAsync();
            ReadOnlySequence<byte> buffer = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, length));
            foreach (ReadOnlyMemory<byte> piece in buffer)
            {
                hash.AppendData(piece.Span);
            }

            length -= buffer.Length;
            input.AdvanceTo(buffer.End);
            if (read.IsCompleted && length > 0)
            {
                throw new EndOfStreamException($"{length} bytes are missing.");
            }
        }

        return hash.GetHashAndReset();
    }
}

using System.Buffers;

namespace ActorMft.Ssh.Transport;

/// <summary>Sends what has gathered in one write, while the next buffer fills.</summary>
internal sealed class OutputLoop(PacketOutput output, Stream stream)
{
    /// <summary>
    /// Runs until the output takes no more and, unless it is closed, has nothing left; throws what a write throws. It goes on on whatever
    /// thread flushes, and must not stay in that one's context.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            output.ResumeRefused();
            if (!output.TryTake(out ArraySegment<byte> packets, out bool isOver))
            {
                if (isOver)
                {
                    return;
                }

                await output.Batch.WaitAsync().ConfigureAwait(false);
                continue;
            }

            try
            {
                ValueTask writing = stream.WriteAsync(packets, cancellationToken);
                if (!writing.IsCompleted)
                {
                    output.ResumeRefused();
                }

                await writing.ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(packets.Array!);
            }

            output.OnWritten(packets.Count);
        }
    }
}

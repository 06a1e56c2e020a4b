using System.Buffers;
using System.IO.Pipelines;
using ActorMft.Ssh.Sockets;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>One end of a connection in memory.</summary>
internal sealed class DuplexStream(PipeReader reader, PipeWriter writer) : AsyncStream
{
    public static (DuplexStream Client, DuplexStream Server) CreatePair()
    {
        var options = new PipeOptions(pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false);
        var toServer = new Pipe(options);
        var toClient = new Pipe(options);
        return (new DuplexStream(toClient.Reader, toServer.Writer), new DuplexStream(toServer.Reader, toClient.Writer));
    }

    /// <summary>The other end reads the end of the stream.</summary>
    public void CutWriting() => writer.Complete();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadResult result = await reader.ReadAsync(cancellationToken);
        int count = (int)Math.Min(buffer.Length, result.Buffer.Length);
        ReadOnlySequence<byte> taken = result.Buffer.Slice(0, count);
        taken.CopyTo(buffer.Span);
        reader.AdvanceTo(taken.End);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FlushResult result = await writer.WriteAsync(buffer, cancellationToken);
        if (result.IsCompleted)
        {
            throw new IOException("The other end is closed.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        reader.Complete();
        writer.Complete();
        base.Dispose(disposing);
    }
}

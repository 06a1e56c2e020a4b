using System.IO.Pipelines;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>Two ends that are connected in memory.</summary>
internal sealed record MemoryPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe
{
    public static (MemoryPipe Client, MemoryPipe Server) Create()
    {
        var options = new PipeOptions(useSynchronizationContext: false, minimumSegmentSize: 32 * 1024);
        var up = new Pipe(options);
        var down = new Pipe(options);
        return (new MemoryPipe(down.Reader, up.Writer), new MemoryPipe(up.Reader, down.Writer));
    }
}

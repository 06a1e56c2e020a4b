using System.IO.Pipelines;

namespace ActorMft.Cli.Sftp;

/// <summary>Standard input and output as one duplex pipe.</summary>
internal sealed class StandardPipe : IDuplexPipe, IAsyncDisposable
{
    private const int BufferSize = 256 * 1024;

    private StandardPipe(PipeReader input, PipeWriter output)
    {
        Input = input;
        Output = output;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public static StandardPipe Open() => new(
        PipeReader.Create(Console.OpenStandardInput(), new StreamPipeReaderOptions(bufferSize: BufferSize)),
        PipeWriter.Create(Console.OpenStandardOutput(), new StreamPipeWriterOptions(minimumBufferSize: BufferSize)));

    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        await Output.CompleteAsync();
    }
}

using System.IO.Pipelines;

namespace ActorMft.Sftp.Tests.Support;

internal sealed class StreamPipe : IDuplexPipe, IAsyncDisposable
{
    private readonly Func<ValueTask> _onDispose;

    private StreamPipe(PipeReader input, PipeWriter output, Func<ValueTask> onDispose)
    {
        Input = input;
        Output = output;
        _onDispose = onDispose;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public static StreamPipe Over(Stream input, Stream output, Func<ValueTask>? onDispose = null) => new(
        PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 256 * 1024)),
        PipeWriter.Create(output, new StreamPipeWriterOptions(minimumBufferSize: 256 * 1024)),
        onDispose ?? (() => ValueTask.CompletedTask));

    public async ValueTask DisposeAsync()
    {
        await Output.CompleteAsync();
        await _onDispose();
        await Input.CompleteAsync();
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ActorMft.Ssh.Channels;

/// <summary>A reader that says how much was consumed.</summary>
/// <param name="inner">The pipe's reader.</param>
/// <param name="consumed">Called with the bytes that an advance has consumed, or null when the reader is completed.</param>
internal sealed class WindowedReader(PipeReader inner, Action<long?> consumed) : PipeReader
{
    private ReadOnlySequence<byte> _read;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> read = inner.ReadAsync(cancellationToken);
        if (!read.IsCompletedSuccessfully)
        {
            return FinishAsync(read);
        }

        ReadResult result = read.Result;
        _read = result.Buffer;
        return new ValueTask<ReadResult>(result);
    }

    public override bool TryRead(out ReadResult result)
    {
        bool hasRead = inner.TryRead(out result);
        _read = hasRead ? result.Buffer : _read;
        return hasRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        long count = _read.Slice(_read.Start, consumed).Length;
        _read = default;
        inner.AdvanceTo(consumed, examined);
        if (count > 0)
        {
            Report(count);
        }
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        _read = default;
        inner.Complete(exception);
        Report(null);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> FinishAsync(ValueTask<ReadResult> read)
    {
        ReadResult result = await read;
        _read = result.Buffer;
        return result;
    }

    private void Report(long? count) => consumed(count);
}

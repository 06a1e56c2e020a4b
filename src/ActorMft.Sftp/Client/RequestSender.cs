using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>
/// Puts requests on the wire in the order of the calls. The last of several callers flushes for all, so requests made together leave together.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing, and late callers may still be waiting for it.")]
internal sealed class RequestSender(PipeWriter output, ReplyTable replies)
{
    private const int FlushBytes = 512 * 1024;

    // Callers get it in the order in which they asked.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;
    private long _unflushed;

    // byte SSH_FXP_INIT, uint32 version = 3
    public async Task SendInitAsync(CancellationToken cancellationToken)
    {
        var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 4), PacketType.Init);
        writer.WriteUInt32(3);
        output.Advance(writer.Finish());
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>Completes when the request has left as far as its turn has come: the output may be full.</summary>
    /// <param name="request">Copied before the call returns.</param>
    /// <param name="reply">For its answer.</param>
    /// <param name="hasNext">Whether the caller goes on to send, or to <see cref="FlushAsync"/>, before it waits for anything; so that more leave together.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask SendAsync<T>(in T request, PendingReply reply, bool hasNext, CancellationToken cancellationToken)
        where T : struct, IRequest
    {
        if (!_turn.Wait(0, CancellationToken.None))
        {
            return SendLaterAsync(request, reply, hasNext, cancellationToken);
        }

        var isTurnOver = true;
        try
        {
            if (!WriteAndLook(request, reply, hasNext))
            {
                return ValueTask.CompletedTask;
            }

            var flush = output.FlushAsync(cancellationToken);
            if (flush.IsCompletedSuccessfully)
            {
                OnFlushed(flush.Result);
                return ValueTask.CompletedTask;
            }

            isTurnOver = false;
            return FinishAsync(flush);
        }
        finally
        {
            if (isTurnOver)
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Lets everything leave that was sent with the promise of more.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _unflushed) == 0 ? ValueTask.CompletedTask : new ValueTask(FlushNowAsync(cancellationToken));

    /// <summary>Ends the output, not in the middle of somebody's packet. The table of replies must have ended before, so that nobody writes after it.</summary>
    public async Task CompleteAsync()
    {
        output.CancelPendingFlush();
        await _turn.WaitAsync();
        try
        {
            await output.CompleteAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendLaterAsync<T>(T request, PendingReply reply, bool hasNext, CancellationToken cancellationToken)
        where T : struct, IRequest
    {
        await WaitForTurnAsync(cancellationToken);
        ValueTask<FlushResult> flush;
        try
        {
            if (!WriteAndLook(request, reply, hasNext))
            {
                _turn.Release();
                return;
            }

            flush = output.FlushAsync(cancellationToken);
        }
        catch
        {
            _turn.Release();
            throw;
        }

        await FinishAsync(flush);
    }

    /// <summary>Ends the turn when the flush is done.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FinishAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            OnFlushed(await flush);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <returns>Whether a flush is due: nobody comes behind who will do it.</returns>
    private bool WriteAndLook<T>(in T request, PendingReply reply, bool hasNext)
        where T : struct, IRequest
    {
        var id = replies.Add(reply);
        var length = request.Write(output.GetSpan(request.MaxSize), id);
        output.Advance(length);
        _unflushed += length;
        return (!hasNext && Volatile.Read(ref _waiting) == 0) || _unflushed >= FlushBytes;
    }

    private async Task WaitForTurnAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _waiting);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _waiting);
            _ = FlushForOthersAsync();
            throw;
        }
    }

    // Somebody may have counted on the caller who gave up.
    private async Task FlushForOthersAsync()
    {
        try
        {
            await FlushNowAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is SftpException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection has ended; those who wait for answers are told by its reader.
        }
    }

    private async Task FlushNowAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_unflushed > 0)
            {
                OnFlushed(await output.FlushAsync(cancellationToken));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private void OnFlushed(FlushResult result)
    {
        _unflushed = 0;
        if (result.IsCompleted)
        {
            throw new SftpException(SftpStatus.ConnectionLost, "The connection to the server has ended.");
        }
    }
}

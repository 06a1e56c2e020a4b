using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>
/// Puts requests on the wire in the order of the calls. The last of several callers flushes for all, so requests made together leave together.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing, and late callers may still be waiting for it.")]
internal sealed class RequestSender(PipeWriter output, ReplyTable replies)
{
    private const int FlushBytes = 256 * 1024;
    private const int MaxHandle = 256;

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

    /// <param name="size">The most bytes that the fields take.</param>
    public Task SendAsync(PacketType type, int size, FieldWriter fields, PendingReply reply, CancellationToken cancellationToken) =>
        SendAsync(
            () =>
            {
                var id = replies.Add(reply);
                var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 4 + size), type);
                writer.WriteUInt32(id);
                fields(ref writer);
                return Advance(writer.Finish());
            },
            reply,
            cancellationToken);

    // byte SSH_FXP_WRITE, uint32 id, string handle, uint64 offset, string data
    public Task SendWriteAsync(byte[] handle, long offset, ReadOnlySequence<byte> data, PendingReply reply, CancellationToken cancellationToken) =>
        SendAsync(
            () =>
            {
                var id = replies.Add(reply);
                var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 20 + MaxHandle), PacketType.Write);
                writer.WriteUInt32(id);
                writer.WriteString(handle);
                writer.WriteUInt64((ulong)offset);
                writer.WriteUInt32((uint)data.Length);
                _ = writer.Finish((int)data.Length);
                Advance(writer.Position);
                foreach (var segment in data)
                {
                    output.Write(segment.Span);
                }

                return (int)data.Length;
            },
            reply,
            cancellationToken);

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

    private async Task SendAsync(Func<int> write, PendingReply reply, CancellationToken cancellationToken)
    {
        await WaitForTurnAsync(cancellationToken);
        try
        {
            _unflushed += write();
            if (Volatile.Read(ref _waiting) == 0 || _unflushed >= FlushBytes)
            {
                await FlushAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // It may have left already; its answer will find nobody.
            reply.Abandon(cancellationToken);
            throw;
        }
        finally
        {
            _turn.Release();
        }
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
            await _turn.WaitAsync();
            try
            {
                await FlushAsync(CancellationToken.None);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception exception) when (exception is SftpException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection has ended; those who wait for answers are told by its reader.
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_unflushed == 0)
        {
            return;
        }

        var result = await output.FlushAsync(cancellationToken);
        _unflushed = 0;
        if (result.IsCompleted)
        {
            throw new SftpException(SftpStatus.ConnectionLost, "The connection to the server has ended.");
        }
    }

    private int Advance(int length)
    {
        output.Advance(length);
        return length;
    }
}

using System.Buffers;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>
/// A request that was sent. It ends once: by its answer, by the end of the connection, or because nobody waits for it any more. After that its
/// destination is never touched.
/// </summary>
/// <param name="destination">Where the content of a DATA answer goes.</param>
internal sealed class PendingReply(Memory<byte> destination)
{
    private readonly TaskCompletionSource<Reply> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isTaken;

    /// <summary>Waits for the answer.</summary>
    public async Task<Reply> WaitAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((PendingReply)state!).Abandon(token), this);
        return await _source.Task;
    }

    /// <summary>Nobody waits any more.</summary>
    public void Abandon(CancellationToken cancellationToken)
    {
        if (Take())
        {
            _source.SetCanceled(cancellationToken);
        }
    }

    public void Fail(Exception exception)
    {
        if (Take())
        {
            _source.SetException(exception);
        }
    }

    /// <summary>Delivers what is behind the id; false when nobody waits for it.</summary>
    public bool TryComplete(PacketType type, in ReadOnlySequence<byte> fields)
    {
        if (!Take())
        {
            return false;
        }

        try
        {
            _source.SetResult(type == PacketType.Data ? TakeData(fields) : new Reply(type, fields.ToArray(), 0));
        }
        catch (SftpException exception)
        {
            _source.SetException(exception);
        }

        return true;
    }

    // uint32 id, string data
    private Reply TakeData(in ReadOnlySequence<byte> fields)
    {
        if (fields.Length < sizeof(uint))
        {
            throw new SftpException(SftpStatus.BadMessage, "The server's answer ends before its content.");
        }

        Span<byte> head = stackalloc byte[sizeof(uint)];
        fields.Slice(0, sizeof(uint)).CopyTo(head);
        var length = new SftpReader(head).ReadUInt32();
        if (length > destination.Length || length > fields.Length - sizeof(uint))
        {
            throw new SftpException(SftpStatus.BadMessage, $"The server sent {length} bytes where {destination.Length} were asked for.");
        }

        fields.Slice(sizeof(uint), length).CopyTo(destination.Span);
        return new Reply(PacketType.Data, [], (int)length);
    }

    private bool Take() => Interlocked.Exchange(ref _isTaken, 1) == 0;
}

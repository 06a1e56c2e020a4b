using System.Buffers;
using System.Buffers.Binary;
using System.Threading.Tasks.Sources;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>
/// A request that was sent. It ends once: by its answer, by the end of the connection, or because nobody waits for it any more. After that its
/// target is never touched. One that was answered and awaited is used again.
/// </summary>
internal sealed class PendingReply(ReplyTable table) : IValueTaskSource<Reply>, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<Reply> _core;
    private CancellationTokenRegistration _cancellation;
    private ContentTarget _target;
    private string _path = "";
    private PacketType _expected;
    private bool _isAnswered;
    private int _isTaken;

    /// <summary>Makes it ready for a request.</summary>
    /// <param name="target">Where the content of a DATA answer goes.</param>
    /// <param name="runHere">Whether the one who waits goes on on the loop that reads the answers.</param>
    public void Prepare(ContentTarget target, bool runHere)
    {
        _core.Reset();
        _core.RunContinuationsAsynchronously = !runHere;
        _target = target;
        _isAnswered = false;
        Volatile.Write(ref _isTaken, 0);
    }

    /// <summary>Waits for the answer, whatever it is. Once.</summary>
    public ValueTask<Reply> WaitAsync(CancellationToken cancellationToken)
    {
        Watch(cancellationToken);
        return new ValueTask<Reply>(this, _core.Version);
    }

    /// <summary>Waits for DATA or the end, or for a good STATUS. Once.</summary>
    /// <param name="expected">What the answer has to be.</param>
    /// <param name="path">For the message when it isn't.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Bytes of content.</returns>
    public ValueTask<int> WaitForAsync(PacketType expected, string path, CancellationToken cancellationToken)
    {
        (_expected, _path) = (expected, path);
        Watch(cancellationToken);
        return new ValueTask<int>(this, _core.Version);
    }

    /// <summary>Nobody waits any more. False when it has ended already, or is about to.</summary>
    public bool TryAbandon(CancellationToken cancellationToken)
    {
        if (!Take())
        {
            return false;
        }

        _core.RunContinuationsAsynchronously = true;
        _core.SetException(new OperationCanceledException(cancellationToken));
        return true;
    }

    public void Fail(Exception exception)
    {
        if (Take())
        {
            _core.RunContinuationsAsynchronously = true;
            _core.SetException(exception);
        }
    }

    /// <summary>Delivers what is behind the id; false when nobody waits for it.</summary>
    public bool TryComplete(PacketType type, in ReadOnlySequence<byte> fields)
    {
        if (!Take())
        {
            return false;
        }

        Reply reply;
        try
        {
            reply = type == PacketType.Data ? TakeData(fields) : new Reply(type, Reply.FieldsOf(type, fields), 0);
        }
        catch (SftpException exception)
        {
            _core.SetException(exception);
            return true;
        }

        // From here on it may be somebody else's.
        _isAnswered = true;
        _core.SetResult(reply);
        return true;
    }

    Reply IValueTaskSource<Reply>.GetResult(short token) => Finish(token);

    int IValueTaskSource<int>.GetResult(short token)
    {
        var (expected, path) = (_expected, _path);
        var reply = Finish(token);
        if (expected == PacketType.Data && reply.IsEnd)
        {
            return 0;
        }

        reply.Expect(expected, path);
        return reply.DataLength;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Watch(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((PendingReply)state!).TryAbandon(token), this);

    private Reply Finish(short token)
    {
        // Nobody can abandon it after this.
        _cancellation.Dispose();
        _cancellation = default;
        _target = default;
        var reply = _core.GetResult(token);
        if (_isAnswered)
        {
            table.Return(this);
        }

        return reply;
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
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length > _target.Room || length > fields.Length - sizeof(uint))
        {
            throw new SftpException(SftpStatus.BadMessage, $"The server sent {length} bytes where {_target.Room} were asked for.");
        }

        _target.Take(fields.Slice(sizeof(uint), length));
        return new Reply(PacketType.Data, [], (int)length);
    }

    private bool Take() => Interlocked.Exchange(ref _isTaken, 1) == 0;
}

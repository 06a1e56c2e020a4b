using System.Buffers;
using ActorMft.Sftp;

namespace ActorMft.Node.Tests.Mounts;

/// <summary>A remote file in memory: each request waits until the test lets it be answered, in any order.</summary>
internal sealed class SlowFile(byte[] content) : ISftpFile
{
    private readonly List<TaskCompletionSource> _waiting = [];

    public byte[] Content { get; private set; } = content;

    /// <summary>Requests are answered at once.</summary>
    public bool IsFast { get; set; }

    /// <summary>The write that is refused: the first at or behind this offset.</summary>
    public long RefuseFrom { get; set; } = long.MaxValue;

    public int Waiting
    {
        get
        {
            lock (_waiting)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Lets one request go on.</summary>
    public void Answer(int which)
    {
        lock (_waiting)
        {
            _waiting[which].SetResult();
            _waiting.RemoveAt(which);
        }
    }

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await TurnAsync().WaitAsync(cancellationToken);
        lock (_waiting)
        {
            var count = (int)Math.Clamp(Content.Length - offset, 0, buffer.Length);
            Content.AsSpan((int)Math.Min(offset, Content.Length), count).CopyTo(buffer.Span);
            return count;
        }
    }

    public async ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        await TurnAsync().WaitAsync(cancellationToken);
        if (offset >= RefuseFrom)
        {
            throw new SftpException(SftpStatus.Failure, "No space left.");
        }

        lock (_waiting)
        {
            if (Content.Length < offset + data.Length)
            {
                Content = [.. Content, .. new byte[offset + data.Length - Content.Length]];
            }

            data.CopyTo(Content.AsSpan((int)offset));
        }
    }

    public ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken) => new(new SftpAttributes { Size = Content.Length });

    public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task TurnAsync()
    {
        if (IsFast)
        {
            return Task.CompletedTask;
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            _waiting.Add(turn);
        }

        return turn.Task;
    }
}

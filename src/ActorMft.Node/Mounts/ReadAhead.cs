using System.Buffers;
using System.Runtime.InteropServices;
using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>
/// Reads a remote file ahead of a reader that goes through it from front to back, the further the longer it does. Other reads go straight to
/// the remote, and so does the one that asks whether the end has moved. One caller at a time.
/// </summary>
internal sealed class ReadAhead(ISftpFile file, MemoryBudget memory) : IAsyncDisposable
{
    /// <summary>What most servers give in one answer at most.</summary>
    internal const int BlockSize = 255 * 1024;

    private const int MaxBlocks = 32;

    private readonly Queue<Block> _blocks = new();
    private CancellationTokenSource _wanted = new();
    private Task _dropping = Task.CompletedTask;
    private long _next;
    private long _ahead;
    private long _inSequence;
    private bool _isEndSeen;

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset != _next)
        {
            Forget();
            _inSequence = 0;
        }

        var count = await TakeAsync(offset, buffer, cancellationToken) is var taken and > 0
            ? taken
            : await ReadDirectlyAsync(offset, buffer, cancellationToken);
        _next = offset + count;
        _inSequence += count;
        if (count > 0 && _inSequence > count)
        {
            GoAhead();
        }

        return count;
    }

    /// <summary>What was read is out of date, or won't be asked for.</summary>
    public void Forget()
    {
        _isEndSeen = false;
        if (_blocks.Count == 0)
        {
            return;
        }

        _wanted.Cancel();
        _wanted = new CancellationTokenSource();
        _dropping = Task.WhenAll([_dropping, .. _blocks.Select(DropAsync)]);
        _blocks.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Forget();
        await _dropping;
        _wanted.Dispose();
    }

    private async ValueTask<int> TakeAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // A block behind the end's is no continuation of it.
        while (_blocks.TryPeek(out var block) && block.Offset <= offset)
        {
            int length;
            try
            {
                length = await block.Reading.WaitAsync(cancellationToken);
            }
            catch (SftpException)
            {
                // The read itself gets to know why.
                return 0;
            }

            var start = (int)Math.Min(offset - block.Offset, length);
            var count = Math.Min(length - start, buffer.Length);
            if (count > 0)
            {
                block.Buffer.AsMemory(start, count).CopyTo(buffer);
            }

            _isEndSeen |= length < BlockSize;
            if (start + count == length)
            {
                _ = _blocks.Dequeue();
                await DropAsync(block);
            }

            if (count > 0 || _isEndSeen)
            {
                return count;
            }
        }

        return 0;
    }

    private ValueTask<int> ReadDirectlyAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Forget();
        return file.ReadAsync(offset, buffer, cancellationToken);
    }

    private void GoAhead()
    {
        if (_blocks.Count == 0)
        {
            _ahead = _next;
        }

        var depth = Math.Min(MaxBlocks, 1 + (2 * _inSequence / BlockSize));
        while (!_isEndSeen && _blocks.Count < depth && memory.TryTake(BlockSize))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
            _blocks.Enqueue(new Block(_ahead, buffer, file.ReadAsync(_ahead, buffer.AsMemory(0, BlockSize), _wanted.Token).AsTask()));
            _ahead += BlockSize;
        }
    }

    /// <summary>The buffer is the read's until that has ended.</summary>
    private async Task DropAsync(Block block)
    {
        await ((Task)block.Reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ArrayPool<byte>.Shared.Return(block.Buffer);
        memory.Return(BlockSize);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Block(long Offset, byte[] Buffer, Task<int> Reading);
}

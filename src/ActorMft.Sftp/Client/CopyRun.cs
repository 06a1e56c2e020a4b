using System.Numerics;
using System.Runtime.CompilerServices;

namespace ActorMft.Sftp.Client;

/// <summary>
/// A copy under way: blocks in their order, first being read, then being written, each kind in the order of the file. The places are reused
/// round and round.
/// </summary>
internal sealed class CopyRun
{
    /// <summary>On the way at most, of servers that take little at once.</summary>
    public const int MaxBlocks = 256;

    /// <summary>Of a server's file, so many blocks are asked for until one has come that is full: most files end in the first.</summary>
    private const int FirstReads = 2;

    /// <summary>When all blocks are on the way, this part of them is begun together, as soon as so many are back: what goes out together costs less.</summary>
    private const int Refills = 16;

    /// <summary>Content on the way at most, in bytes.</summary>
    private const int MaxOnTheWay = 8 * 1024 * 1024;

    private readonly CopyEnd _source;
    private readonly CopyEnd _target;
    private readonly Action<long>? _progress;
    private readonly CopyBuffers _buffers;
    private readonly CopyBlock?[] _blocks;

    // Counted from the start of the copy: blocks whose write is done, whose read is done, that were begun.
    private long _written;
    private long _read;
    private long _begun;

    private long _end;
    private long _next;
    private bool _isEndKnown;
    private bool _isFull;
    private bool _isLong;

    public CopyRun(ISftpFile source, ISftpFile target, long offset, Action<long>? progress)
    {
        _source = new CopyEnd(source, offset);
        _target = new CopyEnd(target, offset);
        _progress = progress;
        _buffers = new CopyBuffers(SizeOf(Math.Min(_source.ReadSize, _target.WriteSize)));
        _blocks = new CopyBlock?[Math.Min(MaxOnTheWay / _buffers.Size, MaxBlocks)];
        _end = offset;
        _next = offset;
        _isLong = source is not RemoteFile;
    }

    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await BeginReadsAsync(cancellationToken);
            var isReading = _read < _begun;
            var isWriting = _written < _read;
            if (isReading && (Reading.IsDone || !isWriting))
            {
                await EndReadAsync(cancellationToken);
            }
            else if (!isWriting)
            {
                return _end;
            }
            else
            {
                await _target.FlushAsync(cancellationToken);
                await (isReading && !Writing.IsDone ? WhenAnyAsync() : EndWriteAsync());
            }

            while (_written < _read && Writing.IsDone)
            {
                await EndWriteAsync();
            }
        }
    }

    /// <summary>Waits for everything that is still under way, after a failure, and gives the buffers back.</summary>
    public async Task SettleAsync()
    {
        foreach (var block in _blocks)
        {
            if (block is { IsBusy: true })
            {
                await block.AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _target.InOrder?.Finish();
        _buffers.Return();
    }

    /// <summary>So many blocks may be begun now.</summary>
    private long Free => (_isLong ? _blocks.Length : Math.Min(FirstReads, _blocks.Length)) - (_begun - _written);

    private CopyBlock Reading => At(_read);

    private CopyBlock Writing => At(_written);

    /// <summary>A power of two: a block that ends within a page of the page cache costs the file system of either side a fifth more.</summary>
    private static int SizeOf(int most) => (int)(BitOperations.RoundUpToPowerOf2((uint)most + 1) / 2);

    private CopyBlock At(long number)
    {
        var place = (int)(number % _blocks.Length);
        return _blocks[place] ??= new CopyBlock(_buffers, place, _target.InOrder);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask BeginReadsAsync(CancellationToken cancellationToken)
    {
        if (_isFull && Free < _blocks.Length / Refills)
        {
            return;
        }

        _isFull = false;
        while (!_isEndKnown && Free > 0)
        {
            var block = At(_begun);
            block.Start(_next);
            _begun++;
            _isFull = _isLong && Free == 0;
            _next += _buffers.Size;
            await _source.BeginReadAsync(block, cancellationToken);
            if (block.IsDone)
            {
                // A local source: reading ahead would only fill memory.
                return;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndReadAsync(CancellationToken cancellationToken)
    {
        var block = Reading;
        var count = await block.EndAsync();
        block.Add(count);
        if (!_isEndKnown && count > 0 && !block.IsFull)
        {
            await _source.BeginReadAsync(block, cancellationToken);
            return;
        }

        if (_isEndKnown || block.Length == 0)
        {
            // Behind the end; if the source has grown meanwhile, a block from there would leave a gap.
            _isEndKnown = true;
            await DropReadsAsync();
            return;
        }

        _isEndKnown = !block.IsFull;
        _isLong |= block.IsFull;
        await _target.BeginWriteAsync(block, cancellationToken);
        _read++;
    }

    /// <summary>Waits for the reads behind the end and forgets them.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DropReadsAsync()
    {
        for (var number = _read; number < _begun; number++)
        {
            var block = At(number);
            if (block.IsBusy)
            {
                await block.EndAsync();
            }
        }

        _begun = _read;
    }

    private async ValueTask WhenAnyAsync() => await Task.WhenAny(Reading.AsTask(), Writing.AsTask());

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndWriteAsync()
    {
        var block = Writing;
        await block.EndAsync();
        _written++;
        _end = block.Offset + block.Length;
        _progress?.Invoke(_end);
    }
}

using System.Runtime.CompilerServices;

namespace ActorMft.Sftp.Client;

/// <summary>
/// A copy under way: blocks in their order, first being read, then being written, each kind in the order of the file. The places are reused
/// round and round.
/// </summary>
internal sealed class CopyRun
{
    /// <summary>Content on the way at most, in bytes.</summary>
    private const int MaxOnTheWay = 8 * 1024 * 1024;

    private const int MaxBlocks = 256;

    private readonly CopyEnd _source;
    private readonly CopyEnd _target;
    private readonly Action<long>? _progress;
    private readonly int _size;
    private readonly CopyBlock[] _blocks;

    // Counted from the start of the copy: blocks whose write is done, whose read is done, that were begun.
    private long _written;
    private long _read;
    private long _begun;

    private long _end;
    private long _next;
    private bool _isEndKnown;

    public CopyRun(ISftpFile source, ISftpFile target, long offset, Action<long>? progress)
    {
        _source = new CopyEnd(source);
        _target = new CopyEnd(target);
        _progress = progress;
        _size = Math.Min(_source.ReadSize, _target.WriteSize);
        _blocks = new CopyBlock[Math.Min(MaxOnTheWay / _size, MaxBlocks)];
        _end = offset;
        _next = offset;
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
            else if (isReading && !Writing.IsDone)
            {
                await Task.WhenAny(Reading.AsTask(), Writing.AsTask());
            }
            else
            {
                await EndWriteAsync();
            }

            while (_written < _read && Writing.IsDone)
            {
                await EndWriteAsync();
            }
        }
    }

    /// <summary>Waits for everything that is under way, after a failure, and gives the buffers back.</summary>
    public async Task SettleAsync()
    {
        for (; _written < _begun; _written++)
        {
            var block = At(_written);
            if (block.IsBusy)
            {
                await block.AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            block.Release();
        }
    }

    private CopyBlock Reading => At(_read);

    private CopyBlock Writing => At(_written);

    private CopyBlock At(long number) => _blocks[number % _blocks.Length] ??= new CopyBlock();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask BeginReadsAsync(CancellationToken cancellationToken)
    {
        while (!_isEndKnown && _begun - _written < _blocks.Length)
        {
            var block = At(_begun);
            block.Start(_next, _size);
            _begun++;
            _next += _size;
            await _source.BeginReadAsync(block, _size, cancellationToken);
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
        if (!_isEndKnown && count > 0 && block.Length < _size)
        {
            await _source.BeginReadAsync(block, _size, cancellationToken);
            return;
        }

        if (_isEndKnown || block.Length == 0)
        {
            // Behind the end; if the source has grown meanwhile, a block from there would leave a gap.
            _isEndKnown = true;
            await DropReadsAsync();
            return;
        }

        _isEndKnown = block.Length < _size;
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

            block.Release();
        }

        _begun = _read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndWriteAsync()
    {
        var block = Writing;
        await block.EndAsync();
        _written++;
        _end = block.Offset + block.Length;
        block.Release();
        _progress?.Invoke(_end);
    }
}

using System.Runtime.CompilerServices;
using ActorMft.Sftp.Local;

namespace ActorMft.Sftp.Client;

/// <summary>
/// One end of a copy. Of a file at a server the answers are handled where they are read, without changing threads; starting a request waits only
/// until it has left.
/// </summary>
/// <param name="file">Open.</param>
/// <param name="offset">Where the copy begins, in bytes.</param>
internal readonly struct CopyEnd(ISftpFile file, long offset)
{
    private readonly RemoteFile? _remote = file as RemoteFile;

    /// <summary>Of a file on this machine: takes what arrives in its turn at once.</summary>
    public InOrderTarget? InOrder { get; } = file is LocalFile local ? new InOrderTarget(local, offset) : null;

    /// <summary>The most bytes for one request to read.</summary>
    public int ReadSize => _remote?.ReadSize ?? SftpLimits.MaxData;

    /// <summary>The most bytes for one request to write.</summary>
    public int WriteSize => _remote?.WriteSize ?? SftpLimits.MaxData;

    public ValueTask BeginReadAsync(CopyBlock block, CancellationToken cancellationToken)
    {
        if (_remote is not null)
        {
            return BeginReadAsync(_remote, block, cancellationToken);
        }

        block.Begin(file.ReadAsync(block.Offset + block.Length, block.Rest, cancellationToken));
        return ValueTask.CompletedTask;
    }

    /// <summary>Lets the writes leave that were begun; before anything is waited for.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _remote?.Connection.FlushAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public ValueTask BeginWriteAsync(CopyBlock block, CancellationToken cancellationToken)
    {
        if (_remote is not null)
        {
            return BeginWriteAsync(_remote, block, cancellationToken);
        }

        if (block.IsWritten || InOrder?.TryWrite(block.Offset, block.Data) == true)
        {
            block.Begin(new ValueTask<int>(0));
            return ValueTask.CompletedTask;
        }

        var writing = file.WriteAsync(block.Offset, block.Data, cancellationToken);
        if (writing.IsCompletedSuccessfully)
        {
            writing.GetAwaiter().GetResult();
            block.Begin(new ValueTask<int>(0));
        }
        else
        {
            block.Begin(CountAsync(writing));
        }

        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask BeginReadAsync(RemoteFile remote, CopyBlock block, CancellationToken cancellationToken)
    {
        var reply = await remote.SendReadAsync(block.Offset + block.Length, new ContentTarget(block), runHere: true, cancellationToken);
        block.Begin(remote.WhenReadAsync(reply, cancellationToken));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask BeginWriteAsync(RemoteFile remote, CopyBlock block, CancellationToken cancellationToken)
    {
        var reply = await remote.SendWriteAsync(block.Offset, block.Data, runHere: true, hasNext: true, cancellationToken);
        block.Begin(remote.WhenWrittenAsync(reply, cancellationToken));
    }

    private static async ValueTask<int> CountAsync(ValueTask writing)
    {
        await writing;
        return 0;
    }
}

using System.Buffers;
using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>
/// A file of a remote server that is open through a mount. Writes are answered when they are on their way and CLOSE when the remote has confirmed
/// them all, and itself. A file that was written and not closed in good order is not closed at the remote either: there a broken upload must
/// stay one, so the connection ends instead.
/// </summary>
internal sealed class MountFile(ISftpFile inner, MountPoint mount, MountUse use, string path, string pathAtRemote, bool isWritten, MemoryBudget memory) : ISftpFile
{
    private readonly ReadAhead _reading = new(inner, memory);
    private readonly WriteBehind _writing = new(inner, memory);
    private bool _isClosed;

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await _writing.DrainAsync(cancellationToken);
            return await _reading.ReadAsync(offset, buffer, cancellationToken);
        }
        catch (SftpException exception)
        {
            throw Describe(exception);
        }
    }

    public async ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        _reading.Forget();
        try
        {
            await _writing.WriteAsync(offset, data, cancellationToken);
        }
        catch (SftpException exception)
        {
            throw Describe(exception);
        }
    }

    public async ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _writing.DrainAsync(cancellationToken);
            return await inner.StatAsync(cancellationToken);
        }
        catch (SftpException exception)
        {
            throw Describe(exception);
        }
    }

    public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken)
    {
        _reading.Forget();
        return AfterWritesAsync(token => inner.SetStatAsync(attributes, token), cancellationToken);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => AfterWritesAsync(inner.FlushAsync, cancellationToken);

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        await _reading.DisposeAsync();
        await AfterWritesAsync(inner.CloseAsync, cancellationToken);
        _isClosed = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.SettleAsync();
        await _reading.DisposeAsync();
        if (isWritten && !_isClosed)
        {
            use.Break();
        }
        else
        {
            await inner.DisposeAsync();
        }

        use.Dispose();
    }

    private async ValueTask AfterWritesAsync(Func<CancellationToken, ValueTask> operation, CancellationToken cancellationToken)
    {
        try
        {
            await _writing.DrainAsync(cancellationToken);
            await operation(cancellationToken);
        }
        catch (SftpException exception)
        {
            throw Describe(exception);
        }
    }

    private SftpException Describe(SftpException exception) => mount.Describe(exception, path, pathAtRemote, use);
}

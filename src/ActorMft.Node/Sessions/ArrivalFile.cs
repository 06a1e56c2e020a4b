using System.Buffers;
using ActorMft.Node.Files;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Node.Sessions;

/// <summary>
/// A file that a partner writes. Closed in good order after a change it arrives; broken off, or after a write that failed, it never
/// does: clients close a file also when they have given it up.
/// </summary>
/// <param name="limit">How large it may get; null without a limit.</param>
internal sealed class ArrivalFile(ArrivalFileSystem owner, LocalFile inner, string path, SizeLimit? limit, bool changed, bool isFirst) : DelegatingFile(inner)
{
    private volatile bool _changed = changed;
    private volatile string _path = path;
    private volatile string? _renamedFrom;
    private volatile SftpException? _damage;
    private volatile bool _isTooLarge;

    /// <summary>The file's present path as the partner sees it.</summary>
    public string Path => _path;

    /// <summary>Its path when it was opened, if it was renamed since.</summary>
    public string? RenamedFrom => _renamedFrom;

    /// <summary>True when something was written, or the file was made or emptied by opening it.</summary>
    public bool IsChanged => _changed;

    /// <summary>Whether this handle began the upload of which nobody knows yet that it is complete.</summary>
    public bool IsFirst => isFirst;

    /// <summary>The open file itself.</summary>
    public SafeFileHandle Handle => inner.Handle;

    public void Rename(string to)
    {
        _renamedFrom ??= _path;
        _path = to;
    }

    public override async ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        _changed = true;
        try
        {
            RequireSize(offset + data.Length);
            await Inner.WriteAsync(offset, data, cancellationToken);
        }
        catch (SftpException exception)
        {
            _damage = exception;
            throw;
        }
    }

    public override async ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken)
    {
        _changed |= attributes.Size is not null;
        try
        {
            RequireSize((long)(attributes.Size ?? 0));
            await Inner.SetStatAsync(attributes, cancellationToken);
        }
        catch (SftpException exception) when (attributes.Size is not null)
        {
            _damage = exception;
            throw;
        }
    }

    /// <summary>
    /// A failed flush is told only once by the system: the one at CLOSE would succeed, and so would that of somebody who continues the upload.
    /// What of it is lost nobody knows, so nothing of it stays where a flow would take it.
    /// </summary>
    public override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Inner.FlushAsync(cancellationToken);
        }
        catch (SftpException exception)
        {
            _damage = _changed && await owner.DiscardLostAsync(this, cancellationToken)
                ? new SftpException(exception.Status, $"{exception.Message}; what was received is removed, for some of it may be lost. Send it again from its beginning.", exception)
                : exception;
            throw _damage;
        }
    }

    public override async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_damage is { } damage)
            {
                if (_isTooLarge)
                {
                    await owner.DiscardAsync(this, cancellationToken);
                    throw damage;
                }

                throw new SftpException(SftpStatus.Failure, $"The upload is not accepted, for not all of it could be written: {damage.Message}", damage);
            }

            if (_changed)
            {
                await FlushAsync(cancellationToken);
                await owner.CompleteAsync(this, cancellationToken);
            }
        }
        finally
        {
            await DisposeAsync();
        }
    }

    private void RequireSize(long size)
    {
        if (limit?.Allows(size) is false)
        {
            _isTooLarge = true;
            limit.Require(size);
        }
    }

    public override ValueTask DisposeAsync()
    {
        owner.Forget(this);
        return base.DisposeAsync();
    }
}

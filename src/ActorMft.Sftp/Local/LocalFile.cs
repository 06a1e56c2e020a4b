using System.Buffers;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>An open regular file of this machine.</summary>
public sealed class LocalFile : ISftpFile
{
    /// <summary>A write that is shorter gains nothing by a reservation of its own, in bytes.</summary>
    private const int Large = 128 * 1024;

    private readonly Lock _gate = new();
    private readonly BlockReservation _reservation = new();
    private readonly string _path;
    private readonly SftpOpenFlags _flags;
    private readonly DirectoryEntry? _entry;
    private readonly LocalFileSystemOptions _options;
    private readonly bool _ownsHandle;
    private readonly WriteBehind? _writeBehind;
    private volatile SafeFileHandle _handle;
    private long _written;

    internal LocalFile(SafeFileHandle handle, string path, SftpOpenFlags flags, DirectoryEntry? entry, LocalFileSystemOptions options, bool ownsHandle = true)
    {
        _handle = handle;
        _path = path;
        _flags = flags;
        _entry = entry;
        _options = options;
        _ownsHandle = ownsHandle;
        _writeBehind = IsFlushedAtClose ? new WriteBehind() : null;
    }

    /// <summary>The inode that is open, whatever its names are by now. Valid until the file is disposed or written to again.</summary>
    public SafeFileHandle Handle => _handle;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if ((_flags & SftpOpenFlags.Read) == SftpOpenFlags.None)
        {
            throw new SftpException(SftpStatus.PermissionDenied, $"{_path}: it is not open for reading");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(FileContent.Read(_handle, buffer.Span, offset, _path));
    }

    public ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(offset, data);
        return ValueTask.CompletedTask;
    }

    internal void Write(long offset, in ReadOnlySequence<byte> data)
    {
        RequireWritable();
        lock (_gate)
        {
            Unshare();
            if (data.Length >= Large)
            {
                _reservation.TryReserve(_handle, offset, data.Length);
            }

            FileContent.Write(_handle, data, offset, _path);
            Volatile.Write(ref _written, _written + data.Length);
            _writeBehind?.OnWritten(_handle, offset, data.Length);
        }
    }

    /// <summary>Reserves room for what is going to be written, beyond the end too; for the file's only writer, who gives back what it did not need.</summary>
    /// <returns>False when there is no use in asking again.</returns>
    internal bool TryReserve(long offset, long length)
    {
        lock (_gate)
        {
            return _reservation.TryReserve(_handle, offset, length);
        }
    }

    /// <summary>Gives back what is reserved beyond the end.</summary>
    internal void ReleaseReserved()
    {
        lock (_gate)
        {
            // A failure costs room, and that until the file is removed.
            _ = Libc.Truncate(_handle, (long)Jail.Stat(_handle, _path).Size);
        }
    }

    public ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken) => new(Jail.Stat(_handle, _path).ToAttributes());

    public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (attributes.Size is { } size)
            {
                RequireWritable();
                Unshare();
                Check.Done(Libc.Truncate(_handle, size), _path);
            }

            LocalAttributes.Apply(_handle, attributes, _options, _path);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flushing = _entry is not null && Volatile.Read(ref _written) <= SmallFileFlushes.Small
            ? SmallFileFlushes.RunAsync(_handle, _entry)
            : BlockingWork.RunAsync(Flush);
        await flushing.WaitAsync(cancellationToken);
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (IsFlushedAtClose)
        {
            await FlushAsync(cancellationToken);
        }

        await DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (_ownsHandle)
        {
            _handle.Dispose();
        }

        _entry?.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool IsFlushedAtClose => _entry is not null && _options.Durable;

    private void Flush()
    {
        Check.Done(Libc.Sync(_handle), _path);
        _entry?.SyncDirectory();
    }

    private void RequireWritable()
    {
        if ((_flags & SftpOpenFlags.Write) == SftpOpenFlags.None)
        {
            throw new SftpException(SftpStatus.PermissionDenied, $"{_path}: it is not open for writing");
        }
    }

    // Somebody gave the inode a second name since it was opened: from that moment its content is theirs to keep.
    private unsafe void Unshare()
    {
        if (_entry is null)
        {
            return;
        }

        byte nothing = 0;
        Check.Done(Libc.StatX(_handle, &nothing, Libc.AtEmptyPath, StatX.LinksOnly, out var links), _path);
        if (links.Links <= 1)
        {
            return;
        }

        var shared = _handle;
        _handle = FileOpener.TryReplace(_entry, Jail.Stat(shared, _path), _flags, keepContent: true)
            ?? throw new SftpException(SftpStatus.Failure, $"{_path}: another session renamed or replaced it; open it again");
        shared.Dispose();
    }
}

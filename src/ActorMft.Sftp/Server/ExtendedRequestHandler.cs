using System.Buffers;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Server;

/// <summary>SSH_FXP_EXTENDED: uint32 id, string extended-request, then the request's own fields.</summary>
internal sealed class ExtendedRequestHandler(ISftpFileSystem files, HandleTable handles, ReplyWriter replies, SftpServerOptions options)
{
    /// <summary>A few bytes ask for a copy of any length, so after this many bytes it is looked whether the client is still there.</summary>
    private const long LookEvery = 16 * 1024 * 1024;

    public ValueTask HandleAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var name = reader.ReadLenientText();
        RequestHandler.RequireAllowed(options, RequestNames.Of(name));
        var rest = fields[(fields.Length - reader.Remaining)..];
        return name switch
        {
            ExtensionNames.PosixRename => PosixRenameAsync(id, rest, cancellationToken),
            ExtensionNames.StatFileSystem => StatFileSystemAsync(id, rest, cancellationToken),
            ExtensionNames.FileStatFileSystem => FileStatFileSystemAsync(id, rest, cancellationToken),
            ExtensionNames.HardLink => HardLinkAsync(id, rest, cancellationToken),
            ExtensionNames.Fsync => FsyncAsync(id, rest, cancellationToken),
            ExtensionNames.LinkSetStat => LinkSetStatAsync(id, rest, cancellationToken),
            ExtensionNames.Limits => Limits(id),
            ExtensionNames.ExpandPath => ExpandPathAsync(id, rest, cancellationToken),
            ExtensionNames.CopyData => CopyDataAsync(id, rest, cancellationToken),
            ExtensionNames.HomeDirectory => HomeDirectory(id, rest),
            ExtensionNames.UsersGroupsById => UsersGroupsById(id, rest),
            _ when options.OwnExtensions.TryGetValue(name, out var own) => Own(id, own, rest),
            _ => throw new SftpException(SftpStatus.OperationUnsupported, $"The extension '{Shorten(name)}' is not known."),
        };
    }

    // string oldpath, string newpath
    private async ValueTask PosixRenameAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var from = Resolve(reader.ReadText());
        var to = Resolve(reader.ReadText());
        await files.RenameAsync(from, to, overwrite: true, cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string path
    private async ValueTask StatFileSystemAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var path = Resolve(new SftpReader(fields.Span).ReadText());
        replies.FileSystem(id, await files.StatFileSystemAsync(path, cancellationToken));
    }

    // string handle
    private async ValueTask FileStatFileSystemAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var handle = handles.Get(new SftpReader(fields.Span).ReadString());
        replies.FileSystem(id, await files.StatFileSystemAsync(SftpPath.DirectoryName(handle.Path), cancellationToken));
    }

    // string oldpath, string newpath
    private async ValueTask HardLinkAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var existing = Resolve(reader.ReadText());
        var path = Resolve(reader.ReadText());
        await files.HardLinkAsync(path, existing, cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string handle
    private async ValueTask FsyncAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var file = handles.GetFile(new SftpReader(fields.Span).ReadString());
        await file.File.FlushAsync(cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string path, ATTRS attrs
    private async ValueTask LinkSetStatAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var path = Resolve(reader.ReadText());
        await files.LinkSetStatAsync(path, reader.ReadAttributes(), cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // no fields
    private ValueTask Limits(uint id)
    {
        replies.Limits(id, handles.Capacity);
        return ValueTask.CompletedTask;
    }

    // string path
    private async ValueTask ExpandPathAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var path = new SftpReader(fields.Span).ReadText();
        if (path.StartsWith('~'))
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var (name, below) = slash < 0 ? (path[1..], "") : (path[1..slash], path[slash..].TrimStart('/'));
            path = SftpPath.Combine(HomeOf(name), below);
        }

        replies.Name(id, await files.RealPathAsync(Resolve(path), cancellationToken));
    }

    // string read-from-handle, uint64 read-from-offset, uint64 read-data-length, string write-to-handle, uint64 write-to-offset
    private async ValueTask CopyDataAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var source = handles.GetFile(reader.ReadString());
        var from = reader.ReadUInt64();
        var length = reader.ReadUInt64();
        var target = handles.GetFile(reader.ReadString());
        var to = reader.ReadUInt64();
        if (source == target)
        {
            throw new SftpException(SftpStatus.Failure, "A file can't be copied onto itself.");
        }

        const ulong furthest = long.MaxValue / 2;
        if (from > furthest || to > furthest || length > furthest)
        {
            throw new SftpException(SftpStatus.Failure, "An offset or length is beyond what a file can have.");
        }

        // Both may be the same file, opened twice or by another name: what is copied behind its end is not copied again, or the copy
        // would go on until the disk is full.
        var size = (await source.File.StatAsync(cancellationToken)).Size ?? (long)furthest;
        var available = Math.Max(0, size - (long)from);
        await CopyAsync(source, (long)from, length == 0 ? available : Math.Min((long)length, available), target, (long)to, cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string username
    private ValueTask HomeDirectory(uint id, ReadOnlyMemory<byte> fields)
    {
        replies.Name(id, HomeOf(new SftpReader(fields.Span).ReadText()));
        return ValueTask.CompletedTask;
    }

    // string uids, string gids: each a list of uint32
    private ValueTask UsersGroupsById(uint id, ReadOnlyMemory<byte> fields)
    {
        var reader = new SftpReader(fields.Span);
        var users = CountIds(reader.ReadString());
        replies.UnknownAccounts(id, users, CountIds(reader.ReadString()));
        return ValueTask.CompletedTask;
    }

    // string value
    private ValueTask Own(uint id, Action<string> own, ReadOnlyMemory<byte> fields)
    {
        own(new SftpReader(fields.Span).ReadText());
        replies.Status(id, SftpStatus.Ok);
        return ValueTask.CompletedTask;
    }

    private static int CountIds(ReadOnlySpan<byte> list) =>
        list.Length % sizeof(uint) == 0
            ? list.Length / sizeof(uint)
            : throw new SftpException(SftpStatus.BadMessage, $"A list of ids has {list.Length} bytes; each id has {sizeof(uint)}.");

    private string HomeOf(string user) => user.Length == 0 || user == options.UserName
        ? options.StartDirectory
        : throw new SftpException(SftpStatus.NoSuchFile, "Only your own home, ~, is known here.");

    private string Resolve(string path) => SftpPath.Normalize(path, options.StartDirectory);

    private async Task CopyAsync(OpenFile source, long from, long length, OpenFile target, long to, CancellationToken cancellationToken)
    {
        // It may take long, and requests are handled on the loop that would see the client's end.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var buffer = ArrayPool<byte>.Shared.Rent(SftpLimits.MaxData);
        long unsaid = 0;
        try
        {
            while (length > 0)
            {
                var count = await source.File.ReadAsync(from, buffer.AsMemory(0, (int)Math.Min(length, SftpLimits.MaxData)), cancellationToken);
                if (count == 0)
                {
                    return;
                }

                await target.File.WriteAsync(target.Place(to, count), new ReadOnlySequence<byte>(buffer, 0, count), cancellationToken);
                from += count;
                to += count;
                length -= count;
                unsaid += count;
                if (unsaid >= LookEvery)
                {
                    unsaid = 0;
                    if (!await replies.FlushAsync(cancellationToken))
                    {
                        throw new SftpException(SftpStatus.ConnectionLost, "The client is gone.");
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Shorten(string name) => name.Length <= 100 ? name : name[..100];
}

using ActorMft.Sftp.Protocol;
using ActorMft.Ssh.Quirks;

namespace ActorMft.Sftp.Server;

/// <summary>The requests of version 3 but INIT and well-formed WRITEs and CLOSEs. Each method reads the fields behind the id, does the work and writes one answer.</summary>
internal sealed class RequestHandler(ISftpFileSystem files, HandleTable handles, ReplyWriter replies, SftpServerOptions options)
{
    private const SftpOpenFlags Changing = SftpOpenFlags.Append | SftpOpenFlags.Create | SftpOpenFlags.Truncate;

    private readonly ExtendedRequestHandler _extended = new(files, handles, replies, options);
    private readonly bool _targetFirst = !KnownQuirks.Of(options.ClientIdent).HasFlag(PeerQuirks.LinkBeforeTarget);

    public ValueTask HandleAsync(PacketType type, uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        RequireAllowed(options, RequestNames.Of(type));
        return DoAsync(type, id, fields, cancellationToken);
    }

    /// <summary>Refuses what the session may not do; the empty name is always allowed.</summary>
    public static void RequireAllowed(SftpServerOptions options, string name)
    {
        if (options.IsAllowed is { } isAllowed && name.Length > 0 && !isAllowed(name))
        {
            throw new SftpException(SftpStatus.PermissionDenied, $"This server does not allow '{name}'.");
        }
    }

    private ValueTask DoAsync(PacketType type, uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken) => type switch
    {
        PacketType.Open => OpenAsync(id, fields, cancellationToken),
        PacketType.Close => throw RefuseClose(fields),
        PacketType.Read => ReadAsync(id, fields, cancellationToken),
        PacketType.Write => throw RefuseWrite(fields),
        PacketType.LinkStat => LinkStatAsync(id, fields, cancellationToken),
        PacketType.FileStat => FileStatAsync(id, fields, cancellationToken),
        PacketType.SetStat => SetStatAsync(id, fields, cancellationToken),
        PacketType.FileSetStat => FileSetStatAsync(id, fields, cancellationToken),
        PacketType.OpenDirectory => OpenDirectoryAsync(id, fields, cancellationToken),
        PacketType.ReadDirectory => ReadDirectoryAsync(id, fields, cancellationToken),
        PacketType.Remove => RemoveAsync(id, fields, cancellationToken),
        PacketType.MakeDirectory => MakeDirectoryAsync(id, fields, cancellationToken),
        PacketType.RemoveDirectory => RemoveDirectoryAsync(id, fields, cancellationToken),
        PacketType.RealPath => RealPathAsync(id, fields, cancellationToken),
        PacketType.Stat => StatAsync(id, fields, cancellationToken),
        PacketType.Rename => RenameAsync(id, fields, cancellationToken),
        PacketType.ReadLink => ReadLinkAsync(id, fields, cancellationToken),
        PacketType.SymbolicLink => SymbolicLinkAsync(id, fields, cancellationToken),
        PacketType.Extended => _extended.HandleAsync(id, fields, cancellationToken),
        _ => throw new SftpException(SftpStatus.OperationUnsupported, $"Requests of type {(byte)type} are not known."),
    };

    // string filename, uint32 pflags, ATTRS attrs
    private async ValueTask OpenAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var path = Resolve(reader.ReadText());
        var flags = (SftpOpenFlags)reader.ReadUInt32();
        var attributes = reader.ReadAttributes();
        handles.RequireRoom();
        var append = flags.HasFlag(SftpOpenFlags.Append);
        if ((flags & Changing) != SftpOpenFlags.None)
        {
            // Who only says that he makes or empties a file changes it all the same.
            flags = (flags & ~SftpOpenFlags.Append) | SftpOpenFlags.Write;
        }

        // A size in here is some clients' announcement of what is coming, not a wish for a hole of that size.
        var file = await files.OpenAsync(path, flags, attributes with { Size = null }, cancellationToken);
        try
        {
            long? appendFrom = append ? (await file.StatAsync(cancellationToken)).Size ?? 0 : null;
            replies.Handle(id, handles.Add(new OpenFile(path, file, appendFrom)));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // string handle, uint64 offset, uint32 len
    private async ValueTask ReadAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var file = handles.GetFile(reader.ReadString()).File;
        var offset = reader.ReadUInt64();
        var length = (int)Math.Min(reader.ReadUInt32(), SftpLimits.MaxData);
        var total = 0;
        if (offset <= long.MaxValue - SftpLimits.MaxData)
        {
            var buffer = replies.DataBuffer(length);
            while (total < length)
            {
                var count = await file.ReadAsync((long)offset + total, buffer[total..], cancellationToken);
                if (count == 0)
                {
                    break;
                }

                total += count;
            }
        }

        if (total > 0)
        {
            replies.Data(id, total);
        }
        else
        {
            replies.Status(id, SftpStatus.EndOfFile, "End of file");
        }
    }

    // string handle, uint64 offset, string data: only what WriteRequest could not read comes here.
    private static SftpException RefuseWrite(ReadOnlyMemory<byte> fields)
    {
        var reader = new SftpReader(fields.Span);
        return reader.ReadString().Length == HandleTable.Size
            ? new SftpException(SftpStatus.BadMessage, "The packet ends before its last field.")
            : new SftpException(SftpStatus.Failure, "The handle is not open.");
    }

    // string handle: only what CloseRequest could not read comes here.
    private static SftpException RefuseClose(ReadOnlyMemory<byte> fields) =>
        new SftpReader(fields.Span).ReadString().Length == HandleTable.Size
            ? new SftpException(SftpStatus.BadMessage, "The packet ends before its last field.")
            : new SftpException(SftpStatus.Failure, "The handle is not open.");

    // string path
    private async ValueTask LinkStatAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken) =>
        replies.Attributes(id, await files.LinkStatAsync(ReadPath(fields), cancellationToken));

    // string path
    private async ValueTask StatAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken) =>
        replies.Attributes(id, await files.StatAsync(ReadPath(fields), cancellationToken));

    // string handle
    private async ValueTask FileStatAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var handle = handles.Get(new SftpReader(fields.Span).ReadString());
        replies.Attributes(id, handle is OpenFile file
            ? await file.File.StatAsync(cancellationToken)
            : await files.StatAsync(handle.Path, cancellationToken));
    }

    // string path, ATTRS attrs
    private async ValueTask SetStatAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var path = Resolve(reader.ReadText());
        await files.SetStatAsync(path, reader.ReadAttributes(), cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string handle, ATTRS attrs
    private async ValueTask FileSetStatAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var handle = handles.Get(reader.ReadString());
        var attributes = reader.ReadAttributes();
        await (handle is OpenFile file
            ? file.File.SetStatAsync(attributes, cancellationToken)
            : files.SetStatAsync(handle.Path, attributes, cancellationToken));
        replies.Status(id, SftpStatus.Ok);
    }

    // string path
    private async ValueTask OpenDirectoryAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var path = ReadPath(fields);
        handles.RequireRoom();
        var directory = await files.OpenDirectoryAsync(path, cancellationToken);
        replies.Handle(id, handles.Add(new OpenDirectory(path, directory)));
    }

    // string handle
    private async ValueTask ReadDirectoryAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var directory = handles.GetDirectory(new SftpReader(fields.Span).ReadString());
        while (await directory.FillAsync(cancellationToken))
        {
            if (replies.Names(id, directory))
            {
                return;
            }

            // A name that no packet can carry.
            directory.Advance();
        }

        replies.Status(id, SftpStatus.EndOfFile, "End of directory");
    }

    // string filename
    private async ValueTask RemoveAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        await files.RemoveAsync(ReadPath(fields), cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string path, ATTRS attrs
    private async ValueTask MakeDirectoryAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var path = Resolve(reader.ReadText());
        await files.MakeDirectoryAsync(path, reader.ReadAttributes(), cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string path
    private async ValueTask RemoveDirectoryAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        await files.RemoveDirectoryAsync(ReadPath(fields), cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string path
    private async ValueTask RealPathAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken) =>
        replies.Name(id, await files.RealPathAsync(ReadPath(fields), cancellationToken));

    // string oldpath, string newpath
    private async ValueTask RenameAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var from = Resolve(reader.ReadText());
        var to = Resolve(reader.ReadText());
        await files.RenameAsync(from, to, overwrite: false, cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    // string path
    private async ValueTask ReadLinkAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken) =>
        replies.Name(id, await files.ReadLinkAsync(ReadPath(fields), cancellationToken));

    // string targetpath, string linkpath; or the reverse, see KnownQuirks
    private async ValueTask SymbolicLinkAsync(uint id, ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        var reader = new SftpReader(fields.Span);
        var first = reader.ReadText();
        var second = reader.ReadText();
        var (target, link) = _targetFirst ? (first, second) : (second, first);
        await files.SymbolicLinkAsync(Resolve(link), target, cancellationToken);
        replies.Status(id, SftpStatus.Ok);
    }

    private string ReadPath(ReadOnlyMemory<byte> fields) => Resolve(new SftpReader(fields.Span).ReadText());

    public string Resolve(string path) => SftpPath.Normalize(path, options.StartDirectory);
}

using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Server;

/// <summary>Writes answers straight into the output pipe; they leave with the next flush.</summary>
internal sealed class ReplyWriter(PipeWriter output, TimeProvider timeProvider)
{
    /// <summary>Bytes of SSH_FXP_DATA before its content.</summary>
    private const int DataHead = SftpWriter.Head + 4 + 4;

    private static readonly (string Name, string Version)[] Extensions =
    [
        (ExtensionNames.PosixRename, "1"),
        (ExtensionNames.StatFileSystem, "2"),
        (ExtensionNames.FileStatFileSystem, "2"),
        (ExtensionNames.HardLink, "1"),
        (ExtensionNames.Fsync, "1"),
        (ExtensionNames.LinkSetStat, "1"),
        (ExtensionNames.Limits, "1"),
        (ExtensionNames.ExpandPath, "1"),
        (ExtensionNames.CopyData, "1"),
        (ExtensionNames.HomeDirectory, "1"),
        (ExtensionNames.UsersGroupsById, "1"),
    ];

    private Memory<byte> _data;

    /// <summary>Bytes written since the last flush.</summary>
    public int Pending { get; private set; }

    /// <summary>Sends what is pending; false when nobody reads it any more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        Pending = 0;
        var result = await output.FlushAsync(cancellationToken);
        return !result.IsCompleted;
    }

    // byte SSH_FXP_VERSION, uint32 version, (string extension-name, string extension-data)*
    public void Version(SftpServerOptions options)
    {
        var writer = new SftpWriter(output.GetSpan(1024), PacketType.Version);
        writer.WriteUInt32(3);
        foreach (var (name, version) in Extensions.Concat(options.OwnExtensions.Keys.Select(static own => (own, "1"))))
        {
            if (options.IsAllowed?.Invoke(RequestNames.Of(name)) != false)
            {
                writer.WriteText(name);
                writer.WriteText(version);
            }
        }

        Done(writer.Finish());
    }

    // byte SSH_FXP_STATUS, uint32 id, uint32 code, string message, string language
    public void Status(uint id, SftpStatus status, ReadOnlySpan<char> sentence = default)
    {
        var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 12 + SftpWriter.MaxSize(sentence)), PacketType.Status);
        writer.WriteUInt32(id);
        writer.WriteUInt32((uint)(status is SftpStatus.NoConnection or SftpStatus.ConnectionLost ? SftpStatus.Failure : status));
        writer.WriteText(sentence);
        writer.WriteText("");
        Done(writer.Finish());
    }

    // byte SSH_FXP_HANDLE, uint32 id, string handle
    public void Handle(uint id, ulong handle)
    {
        var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 16), PacketType.Handle);
        writer.WriteUInt32(id);
        writer.WriteUInt32(HandleTable.Size);
        writer.WriteUInt64(handle);
        Done(writer.Finish());
    }

    // byte SSH_FXP_ATTRS, uint32 id, ATTRS attrs
    public void Attributes(uint id, in SftpAttributes attributes)
    {
        var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 4 + SftpWriter.MaxAttributes), PacketType.Attributes);
        writer.WriteUInt32(id);
        writer.WriteAttributes(attributes);
        Done(writer.Finish());
    }

    // byte SSH_FXP_NAME, uint32 id, uint32 count = 1, string filename, string longname, ATTRS attrs
    public void Name(uint id, string path)
    {
        var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 12 + (2 * SftpWriter.MaxSize(path))), PacketType.Name);
        writer.WriteUInt32(id);
        writer.WriteUInt32(1);
        writer.WriteText(path);
        writer.WriteText(path);
        writer.WriteAttributes(default);
        Done(writer.Finish());
    }

    // byte SSH_FXP_NAME, uint32 id, uint32 count, (string filename, string longname, ATTRS attrs)*
    /// <summary>As many names as fit into a packet that every client takes; false when not even one did, and nothing was written.</summary>
    public bool Names(uint id, OpenDirectory directory)
    {
        var writer = new SftpWriter(output.GetSpan(SftpLimits.MaxOther), PacketType.Name);
        writer.WriteUInt32(id);
        var countAt = writer.Position;
        writer.WriteUInt32(0);
        var count = 0u;
        var now = timeProvider.GetUtcNow();
        while (directory.TryPeek(out var name))
        {
            var line = name.LongName ?? LongName.Format(name.Name, name.Attributes, now, timeProvider.LocalTimeZone);
            if (writer.Position + SftpWriter.MaxSize(name.Name) + SftpWriter.MaxSize(line) + SftpWriter.MaxAttributes > SftpLimits.MaxOther)
            {
                break;
            }

            writer.WriteText(name.Name);
            writer.WriteText(line);
            writer.WriteAttributes(name.Attributes);
            directory.Advance();
            count++;
        }

        if (count > 0)
        {
            writer.Patch(countAt, count);
            Done(writer.Finish());
        }

        return count > 0;
    }

    /// <summary>The place in the output for the content of a DATA answer. <see cref="Data"/> makes it a packet; without that it is as if never asked for.</summary>
    public Memory<byte> DataBuffer(int length)
    {
        _data = output.GetMemory(DataHead + length);
        return _data.Slice(DataHead, length);
    }

    // byte SSH_FXP_DATA, uint32 id, string data
    public void Data(uint id, int length)
    {
        var writer = new SftpWriter(_data.Span, PacketType.Data);
        writer.WriteUInt32(id);
        writer.WriteUInt32((uint)length);
        Done(writer.Finish(length));
    }

    // byte SSH_FXP_EXTENDED_REPLY, uint32 id, uint64 max-packet-length, uint64 max-read-length, uint64 max-write-length, uint64 max-open-handles
    public void Limits(uint id, int maxHandles)
    {
        var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 36), PacketType.ExtendedReply);
        writer.WriteUInt32(id);
        writer.WriteUInt64(SftpLimits.MaxPacket);
        writer.WriteUInt64(SftpLimits.MaxData);
        writer.WriteUInt64(SftpLimits.MaxData);
        writer.WriteUInt64((ulong)maxHandles);
        Done(writer.Finish());
    }

    // byte SSH_FXP_EXTENDED_REPLY, uint32 id, then eleven uint64: f_bsize, f_frsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_favail,
    // f_fsid, f_flag, f_namemax
    public void FileSystem(uint id, SftpFileSystemInfo info)
    {
        var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 4 + (11 * 8)), PacketType.ExtendedReply);
        writer.WriteUInt32(id);
        writer.WriteUInt64(info.BlockSize);
        writer.WriteUInt64(info.FragmentSize);
        writer.WriteUInt64(info.Blocks);
        writer.WriteUInt64(info.FreeBlocks);
        writer.WriteUInt64(info.AvailableBlocks);
        writer.WriteUInt64(info.Files);
        writer.WriteUInt64(info.FreeFiles);
        writer.WriteUInt64(info.AvailableFiles);
        writer.WriteUInt64(info.FileSystemId);
        writer.WriteUInt64(info.Flags);
        writer.WriteUInt64(info.MaxNameLength);
        Done(writer.Finish());
    }

    // byte SSH_FXP_EXTENDED_REPLY, uint32 id, string usernames, string groupnames: each a list of strings, empty for an unknown id.
    /// <summary>Names nobody: which accounts the machine has is not the partner's business, and clients then show the numbers.</summary>
    public void UnknownAccounts(uint id, int users, int groups)
    {
        var writer = new SftpWriter(output.GetSpan(SftpWriter.Head + 12 + (4 * (users + groups))), PacketType.ExtendedReply);
        writer.WriteUInt32(id);
        foreach (var count in (ReadOnlySpan<int>)[users, groups])
        {
            writer.WriteUInt32((uint)count * sizeof(uint));
            for (var i = 0; i < count; i++)
            {
                writer.WriteText("");
            }
        }

        Done(writer.Finish());
    }

    private void Done(int length)
    {
        output.Advance(length);
        Pending += length;
    }
}

using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>A directory being listed at the server.</summary>
internal sealed class RemoteDirectory(SftpConnection connection, byte[] handle, string path) : ISftpDirectory
{
    private const int MaxName = 4096;

    /// <summary>A directory that has more never ends.</summary>
    private const int MaxNames = 10_000_000;

    /// <summary>Answers in a row without a name that counts.</summary>
    private const int MaxEmpty = 100;

    private long _seen;

    // READDIR: string handle. Answer: uint32 count, (string filename, string longname, ATTRS attrs)*
    public async ValueTask<IReadOnlyList<SftpName>> ReadAsync(CancellationToken cancellationToken)
    {
        var names = new List<SftpName>();
        for (var empty = 0; names.Count == 0; empty++)
        {
            if (empty == MaxEmpty || _seen > MaxNames)
            {
                throw new SftpException(SftpStatus.BadMessage, $"{path}: the server's listing does not end; it has {_seen} names so far");
            }

            var reply = await connection.RequestAsync(PacketType.ReadDirectory, sizeof(uint) + handle.Length, (ref writer) => writer.WriteString(handle), cancellationToken);
            if (reply.IsEnd)
            {
                break;
            }

            reply.Expect(PacketType.Name, path);
            var count = ReadNames(reply.Fields, names);
            _seen += count;
            if (count == 0)
            {
                break;
            }
        }

        return names;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await connection.RequestAsync(PacketType.Close, sizeof(uint) + handle.Length, (ref writer) => writer.WriteString(handle), CancellationToken.None);
        }
        catch (Exception exception) when (exception is SftpException or ObjectDisposedException or InvalidOperationException)
        {
            // The handle is gone either way.
        }
    }

    // A name with a slash, or a dot name, would make paths that lead elsewhere; one with a zero byte is cut by whoever hands it to the system.
    private static uint ReadNames(byte[] fields, List<SftpName> names)
    {
        var reader = new SftpReader(fields);
        var count = reader.ReadUInt32();
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadLenientText();
            var line = reader.ReadLenientText();
            var attributes = reader.ReadAttributes();
            if (name is not ("" or "." or "..") && name.Length <= MaxName && !name.AsSpan().ContainsAny('/', '\0'))
            {
                names.Add(new SftpName(name, attributes, line));
            }
        }

        return count;
    }
}

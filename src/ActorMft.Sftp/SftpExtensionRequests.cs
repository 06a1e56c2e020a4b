using System.Buffers.Binary;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp;

/// <summary>
/// What a remote server can be asked beyond the file-system port. Each throws <see cref="SftpStatus.OperationUnsupported"/>, and sends nothing, when
/// the server didn't announce the extension (<see cref="SftpClient.Extensions"/>).
/// </summary>
public static class SftpExtensionRequests
{
    // EXTENDED "expand-path@openssh.com": string path
    /// <summary>The canonical form of a path in which <c>~</c> is the user's and <c>~name</c> another's home.</summary>
    public static async ValueTask<string> ExpandPathAsync(this SftpClient client, string path, CancellationToken cancellationToken) =>
        SftpClient.ReadName(
            await client.RequestExtendedAsync(SftpExtensions.ExpandPath, ExtensionNames.ExpandPath, SftpWriter.MaxSize(path), (ref writer) => writer.WriteText(path), cancellationToken),
            path);

    // EXTENDED "home-directory": string username
    /// <summary>A user's home; an empty name asks for one's own.</summary>
    public static async ValueTask<string> HomeDirectoryAsync(this SftpClient client, string user, CancellationToken cancellationToken) =>
        SftpClient.ReadName(
            await client.RequestExtendedAsync(SftpExtensions.HomeDirectory, ExtensionNames.HomeDirectory, SftpWriter.MaxSize(user), (ref writer) => writer.WriteText(user), cancellationToken),
            $"home of '{user}'");

    // EXTENDED "copy-data": string read-from-handle, uint64 read-from-offset, uint64 read-data-length, string write-to-handle, uint64 write-to-offset
    /// <summary>Lets the server copy between two files that this client has open; nothing of the content travels. Offsets and length are in bytes.</summary>
    /// <param name="length">0: to the source's end.</param>
    public static async ValueTask CopyDataAsync(
        this SftpClient client, ISftpFile source, long from, long length, ISftpFile target, long to, CancellationToken cancellationToken)
    {
        var (reading, writing) = (client.Own(source), client.Own(target));
        var reply = await client.RequestExtendedAsync(
            SftpExtensions.CopyData,
            ExtensionNames.CopyData,
            (2 * sizeof(uint)) + reading.Handle.Length + writing.Handle.Length + (3 * sizeof(ulong)),
            (ref writer) =>
            {
                writer.WriteString(reading.Handle);
                writer.WriteUInt64((ulong)from);
                writer.WriteUInt64((ulong)length);
                writer.WriteString(writing.Handle);
                writer.WriteUInt64((ulong)to);
            },
            cancellationToken);
        reply.Expect(PacketType.Status, ExtensionNames.CopyData);
    }

    // EXTENDED "fstatvfs@openssh.com": string handle
    /// <summary>Space and limits of the file system that an open file is on.</summary>
    public static async ValueTask<SftpFileSystemInfo> StatFileSystemAsync(this SftpClient client, ISftpFile file, CancellationToken cancellationToken)
    {
        var open = client.Own(file);
        var reply = await client.RequestExtendedAsync(
            SftpExtensions.FileStatFileSystem, ExtensionNames.FileStatFileSystem, sizeof(uint) + open.Handle.Length, (ref writer) => writer.WriteString(open.Handle), cancellationToken);
        return SftpClient.ReadFileSystem(reply, ExtensionNames.FileStatFileSystem);
    }

    // EXTENDED "users-groups-by-id@openssh.com": string uids, string gids. Answer: string usernames, string groupnames, each a list of strings
    /// <summary>The names behind numeric owners and groups, in the order of the question; empty where the server doesn't know or tell.</summary>
    public static async ValueTask<(IReadOnlyList<string> Users, IReadOnlyList<string> Groups)> NamesByIdAsync(
        this SftpClient client, IReadOnlyList<uint> users, IReadOnlyList<uint> groups, CancellationToken cancellationToken)
    {
        var reply = await client.RequestExtendedAsync(
            SftpExtensions.UsersGroupsById,
            ExtensionNames.UsersGroupsById,
            sizeof(uint) * (2 + users.Count + groups.Count),
            (ref writer) =>
            {
                writer.WriteString(Join(users));
                writer.WriteString(Join(groups));
            },
            cancellationToken);
        reply.Expect(PacketType.ExtendedReply, ExtensionNames.UsersGroupsById);
        var reader = new SftpReader(reply.Fields);
        var userNames = ReadNames(reader.ReadString(), users.Count);
        return (userNames, ReadNames(reader.ReadString(), groups.Count));
    }

    private static byte[] Join(IReadOnlyList<uint> ids)
    {
        var bytes = new byte[ids.Count * sizeof(uint)];
        for (var i = 0; i < ids.Count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)), ids[i]);
        }

        return bytes;
    }

    private static string[] ReadNames(ReadOnlySpan<byte> list, int count)
    {
        var reader = new SftpReader(list);
        var names = new string[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = reader.ReadLenientText();
        }

        return names;
    }
}

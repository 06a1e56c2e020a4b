using System.IO.Pipelines;
using ActorMft.Sftp.Client;
using ActorMft.Sftp.Local;
using ActorMft.Sftp.Protocol;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Quirks;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp;

/// <summary>
/// A pipelined SFTP version 3 client: any number of calls may overlap, their requests share the one connection.
/// When the connection ends, every open and later call fails with <see cref="SftpStatus.ConnectionLost"/>.
/// </summary>
public sealed class SftpClient : ISftpFileSystem, IAsyncDisposable
{
    private readonly SftpConnection _connection;
    private readonly SftpClientOptions _options;
    private readonly ServerCapabilities _server;
    private readonly bool _isLinkFirst;

    private SftpClient(SftpConnection connection, SftpClientOptions options, ServerCapabilities server)
    {
        _connection = connection;
        _options = options;
        _server = server;
        _isLinkFirst = KnownQuirks.Of(options.ServerIdent).HasFlag(PeerQuirks.LinkBeforeTarget);
    }

    /// <summary>What the server announced.</summary>
    public SftpExtensions Extensions => _server.Extensions;

    /// <summary>Completes when the connection has ended, for whatever reason. Never faults.</summary>
    public Task Completion => _connection.Completion;

    /// <summary>Opens the <c>sftp</c> subsystem of a connection.</summary>
    public static async Task<SftpClient> OpenAsync(SshClient ssh, SftpClientOptions options, CancellationToken cancellationToken) =>
        await StartAsync(await ssh.OpenSubsystemAsync("sftp", cancellationToken), options with { ServerIdent = ssh.ServerIdent }, cancellationToken);

    /// <summary>Says INIT, hears VERSION and asks for the limits. The client owns the transport from here on.</summary>
    public static async Task<SftpClient> StartAsync(IDuplexPipe transport, SftpClientOptions options, CancellationToken cancellationToken)
    {
        var connection = new SftpConnection(transport, options);
        try
        {
            var server = ServerCapabilities.FromVersion(await connection.StartAsync(cancellationToken), options.OwnExtensions);
            if (server.Extensions.HasFlag(SftpExtensions.Limits))
            {
                var reply = await RequestExtendedAsync(connection, ExtensionNames.Limits, 0, static (ref _) => { }, cancellationToken);
                reply.Expect(PacketType.ExtendedReply, ExtensionNames.Limits);
                server = server.WithLimits(reply.Fields);
            }

            if (options.BlockSize > 0)
            {
                server = server with { ReadSize = Math.Min(options.BlockSize, SftpLimits.MaxData), WriteSize = Math.Min(options.BlockSize, SftpLimits.MaxData) };
            }

            return new SftpClient(connection, options, server);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Sends a local file from <paramref name="offset"/> (bytes) to its end, at the same offset of the remote path. At offset 0 the remote file is
    /// truncated, else it is continued. Completes when the server has acknowledged everything and the CLOSE.
    /// </summary>
    /// <param name="progress">Called with the number of bytes acknowledged so far, offset included. Must be quick.</param>
    /// <returns>The size of the remote file as sent, in bytes.</returns>
    public async Task<long> UploadAsync(SafeFileHandle source, string path, long offset, Action<long>? progress, CancellationToken cancellationToken)
    {
        var flags = SftpOpenFlags.Write | SftpOpenFlags.Create | (offset == 0 ? SftpOpenFlags.Truncate : SftpOpenFlags.None);
        await using var local = new LocalFile(source, path, SftpOpenFlags.Read, entry: null, new LocalFileSystemOptions(), ownsHandle: false);
        await using var remote = await OpenAsync(path, flags, default, cancellationToken);
        var end = await SftpCopy.CopyAsync(local, remote, offset, progress, cancellationToken);
        await remote.CloseAsync(cancellationToken);
        return end;
    }

    /// <summary>Fetches a remote file from <paramref name="offset"/> (bytes) to its end into the same offset of a local file.</summary>
    /// <param name="progress">Called with the number of bytes written so far, offset included. Must be quick.</param>
    /// <returns>The size of the local file, in bytes.</returns>
    public async Task<long> DownloadAsync(string path, SafeFileHandle target, long offset, Action<long>? progress, CancellationToken cancellationToken)
    {
        await using var local = new LocalFile(target, path, SftpOpenFlags.Write, entry: null, new LocalFileSystemOptions(), ownsHandle: false);
        await using var remote = await OpenAsync(path, SftpOpenFlags.Read, default, cancellationToken);
        var end = await SftpCopy.CopyAsync(remote, local, offset, progress, cancellationToken);
        await remote.CloseAsync(cancellationToken);
        return end;
    }

    // OPEN: string filename, uint32 pflags, ATTRS attrs
    public async ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        var handle = await RequestHandleAsync(
            PacketType.Open,
            path,
            sizeof(uint) + SftpWriter.MaxAttributes,
            (ref writer) =>
            {
                writer.WriteText(path);
                writer.WriteUInt32((uint)flags);
                writer.WriteAttributes(attributes);
            },
            cancellationToken);
        return new RemoteFile(_connection, _server, _options.Window, handle, path);
    }

    // OPENDIR: string path
    public async ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) =>
        new RemoteDirectory(
            _connection,
            await RequestHandleAsync(PacketType.OpenDirectory, path, 0, (ref writer) => writer.WriteText(path), cancellationToken),
            path);

    public ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) => StatAsync(PacketType.Stat, path, cancellationToken);

    public ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) => StatAsync(PacketType.LinkStat, path, cancellationToken);

    // SETSTAT: string path, ATTRS attrs
    public async ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        Done(await _connection.RequestAsync(PacketType.SetStat, SizeOf(path) + SftpWriter.MaxAttributes, PathAndAttributes(path, attributes), cancellationToken), path);

    // EXTENDED "lsetstat@openssh.com": string path, ATTRS attrs
    public async ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        Done(await RequestExtendedAsync(SftpExtensions.LinkSetStat, ExtensionNames.LinkSetStat, SizeOf(path) + SftpWriter.MaxAttributes, PathAndAttributes(path, attributes), cancellationToken), path);

    // REMOVE: string filename
    public async ValueTask RemoveAsync(string path, CancellationToken cancellationToken) =>
        Done(await RequestPathAsync(PacketType.Remove, path, cancellationToken), path);

    // MKDIR: string path, ATTRS attrs
    public async ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        Done(await _connection.RequestAsync(PacketType.MakeDirectory, SizeOf(path) + SftpWriter.MaxAttributes, PathAndAttributes(path, attributes), cancellationToken), path);

    // RMDIR: string path
    public async ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken) =>
        Done(await RequestPathAsync(PacketType.RemoveDirectory, path, cancellationToken), path);

    // RENAME, or EXTENDED "posix-rename@openssh.com": string oldpath, string newpath
    /// <inheritdoc/>
    /// <remarks>With overwrite the server must have posix-rename, else <see cref="SftpStatus.OperationUnsupported"/> is thrown and nothing is sent.</remarks>
    public async ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        var size = SizeOf(from) + SizeOf(to);
        Done(
            overwrite
                ? await RequestExtendedAsync(SftpExtensions.PosixRename, ExtensionNames.PosixRename, size, TwoTexts(from, to), cancellationToken)
                : await _connection.RequestAsync(PacketType.Rename, size, TwoTexts(from, to), cancellationToken),
            $"{from} to {to}");
    }

    // REALPATH: string path
    /// <inheritdoc/>
    /// <remarks>Sent as it is: <c>.</c> asks where the login landed.</remarks>
    public ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) => NameAsync(PacketType.RealPath, path, cancellationToken);

    // READLINK: string path
    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) => NameAsync(PacketType.ReadLink, path, cancellationToken);

    // SYMLINK: string targetpath, string linkpath, as OpenSSH and nearly all servers read it; or the reverse, see KnownQuirks
    public async ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) =>
        Done(await _connection.RequestAsync(PacketType.SymbolicLink, SizeOf(path) + SizeOf(target), _isLinkFirst ? TwoTexts(path, target) : TwoTexts(target, path), cancellationToken), path);

    // EXTENDED "hardlink@openssh.com": string oldpath, string newpath
    public async ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) =>
        Done(await RequestExtendedAsync(SftpExtensions.HardLink, ExtensionNames.HardLink, SizeOf(path) + SizeOf(existing), TwoTexts(existing, path), cancellationToken), path);

    // EXTENDED "statvfs@openssh.com": string path
    public async ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken)
    {
        var reply = await RequestExtendedAsync(SftpExtensions.StatFileSystem, ExtensionNames.StatFileSystem, SizeOf(path), (ref writer) => writer.WriteText(path), cancellationToken);
        return ReadFileSystem(reply, path);
    }

    /// <summary>Whether the server announced one of <see cref="SftpClientOptions.OwnExtensions"/>.</summary>
    public bool Knows(string extension) => _server.Own.Contains(extension);

    // EXTENDED extension: string value
    /// <summary>Tells the server a string by an extension that it knows. What is asked of it afterwards, without waiting for this to end, it answers after it.</summary>
    public async Task TellAsync(string extension, string value, CancellationToken cancellationToken) =>
        Done(await RequestExtendedAsync(_connection, extension, SizeOf(value), (ref writer) => writer.WriteText(value), cancellationToken), extension);

    /// <summary>Ends the connection; open calls fail.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Sends a request that the server must have announced.</summary>
    /// <param name="size">The most bytes that the fields take.</param>
    internal Task<Reply> RequestExtendedAsync(SftpExtensions extension, string name, int size, FieldWriter fields, CancellationToken cancellationToken) =>
        Extensions.HasFlag(extension)
            ? RequestExtendedAsync(_connection, name, size, fields, cancellationToken)
            : throw new SftpException(SftpStatus.OperationUnsupported, $"The server doesn't have {name}.");

    /// <summary>The file as this connection has it open.</summary>
    internal RemoteFile Own(ISftpFile file) =>
        file is RemoteFile remote && remote.Connection == _connection ? remote : throw new ArgumentException("The file was not opened by this client.", nameof(file));

    // Answer to statvfs and fstatvfs: eleven uint64
    internal static SftpFileSystemInfo ReadFileSystem(Reply reply, string subject)
    {
        reply.Expect(PacketType.ExtendedReply, subject);
        var reader = new SftpReader(reply.Fields);
        return new SftpFileSystemInfo
        {
            BlockSize = reader.ReadUInt64(),
            FragmentSize = reader.ReadUInt64(),
            Blocks = reader.ReadUInt64(),
            FreeBlocks = reader.ReadUInt64(),
            AvailableBlocks = reader.ReadUInt64(),
            Files = reader.ReadUInt64(),
            FreeFiles = reader.ReadUInt64(),
            AvailableFiles = reader.ReadUInt64(),
            FileSystemId = reader.ReadUInt64(),
            Flags = reader.ReadUInt64(),
            MaxNameLength = reader.ReadUInt64(),
        };
    }

    // Answer: uint32 count = 1, string filename, string longname, ATTRS attrs
    internal static string ReadName(Reply reply, string subject)
    {
        reply.Expect(PacketType.Name, subject);
        var reader = new SftpReader(reply.Fields);
        return reader.ReadUInt32() > 0 ? reader.ReadText() : throw new SftpException(SftpStatus.BadMessage, $"{subject}: the server answered without a name");
    }

    private static int SizeOf(string text) => SftpWriter.MaxSize(text);

    private static void Done(Reply reply, string subject) => reply.Expect(PacketType.Status, subject);

    private static FieldWriter TwoTexts(string first, string second) => (ref writer) =>
    {
        writer.WriteText(first);
        writer.WriteText(second);
    };

    private static FieldWriter PathAndAttributes(string path, SftpAttributes attributes) => (ref writer) =>
    {
        writer.WriteText(path);
        writer.WriteAttributes(attributes);
    };

    private Task<Reply> RequestPathAsync(PacketType type, string path, CancellationToken cancellationToken) =>
        _connection.RequestAsync(type, SizeOf(path), (ref writer) => writer.WriteText(path), cancellationToken);

    // EXTENDED: string extended-request, then its fields
    private static Task<Reply> RequestExtendedAsync(SftpConnection connection, string name, int size, FieldWriter fields, CancellationToken cancellationToken) =>
        connection.RequestAsync(
            PacketType.Extended,
            SizeOf(name) + size,
            (ref writer) =>
            {
                writer.WriteText(name);
                fields(ref writer);
            },
            cancellationToken);

    private async Task<byte[]> RequestHandleAsync(PacketType type, string path, int size, FieldWriter fields, CancellationToken cancellationToken)
    {
        const int longest = 256;
        var reply = await _connection.RequestAsync(type, SizeOf(path) + size, fields, cancellationToken);
        reply.Expect(PacketType.Handle, path);
        var handle = new SftpReader(reply.Fields).ReadString();
        return handle.Length <= longest ? handle.ToArray() : throw new SftpException(SftpStatus.BadMessage, $"{path}: the server's handle has {handle.Length} bytes; {longest} are allowed");
    }

    // STAT, LSTAT: string path
    private async ValueTask<SftpAttributes> StatAsync(PacketType type, string path, CancellationToken cancellationToken)
    {
        var reply = await RequestPathAsync(type, path, cancellationToken);
        reply.Expect(PacketType.Attributes, path);
        return new SftpReader(reply.Fields).ReadAttributes();
    }

    private async ValueTask<string> NameAsync(PacketType type, string path, CancellationToken cancellationToken) =>
        ReadName(await RequestPathAsync(type, path, cancellationToken), path);
}

using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>What the server said about itself.</summary>
/// <param name="Extensions">The extensions we know.</param>
/// <param name="ReadSize">Bytes per READ.</param>
/// <param name="WriteSize">Bytes per WRITE.</param>
/// <param name="Own">Those of <see cref="SftpClientOptions.OwnExtensions"/> that it announced.</param>
internal sealed record ServerCapabilities(SftpExtensions Extensions, int ReadSize, int WriteSize, IReadOnlyCollection<string> Own)
{
    private const int MaxExtensions = 256;

    /// <summary>What a packet may need around its content, in bytes.</summary>
    private const int Overhead = 1024;

    // uint32 version, (string extension-name, string extension-data)*
    public static ServerCapabilities FromVersion(byte[] fields, IReadOnlyCollection<string> own)
    {
        var reader = new SftpReader(fields);
        var version = reader.ReadUInt32();
        if (version != 3)
        {
            throw new SftpException(SftpStatus.OperationUnsupported, $"The server speaks SFTP version {version}; version 3 is needed.");
        }

        var extensions = SftpExtensions.None;
        var known = new List<string>();
        for (var i = 0; reader.Remaining > 0 && i < MaxExtensions; i++)
        {
            var name = reader.ReadLenientText();
            extensions |= Of(name);
            known.AddRange(own.Where(each => each == name));
            reader.ReadString();
        }

        return new ServerCapabilities(extensions, SftpLimits.DefaultData, SftpLimits.DefaultData, known);
    }

    // uint64 max-packet-length, uint64 max-read-length, uint64 max-write-length, uint64 max-open-handles; 0 says nothing.
    public ServerCapabilities WithLimits(byte[] fields)
    {
        var reader = new SftpReader(fields);
        var packet = reader.ReadUInt64();
        var content = packet > Overhead ? packet - Overhead : 0;
        return this with { ReadSize = Choose(reader.ReadUInt64(), content), WriteSize = Choose(reader.ReadUInt64(), content) };
    }

    private static int Choose(ulong limit, ulong content)
    {
        var least = limit == 0 ? content : content == 0 ? limit : Math.Min(limit, content);
        return least == 0 ? SftpLimits.DefaultData : (int)Math.Min(least, SftpLimits.MaxData);
    }

    private static SftpExtensions Of(string name) => name switch
    {
        ExtensionNames.PosixRename => SftpExtensions.PosixRename,
        ExtensionNames.StatFileSystem => SftpExtensions.StatFileSystem,
        ExtensionNames.HardLink => SftpExtensions.HardLink,
        ExtensionNames.Fsync => SftpExtensions.Fsync,
        ExtensionNames.LinkSetStat => SftpExtensions.LinkSetStat,
        ExtensionNames.Limits => SftpExtensions.Limits,
        ExtensionNames.CopyData => SftpExtensions.CopyData,
        ExtensionNames.HomeDirectory => SftpExtensions.HomeDirectory,
        ExtensionNames.ExpandPath => SftpExtensions.ExpandPath,
        ExtensionNames.FileStatFileSystem => SftpExtensions.FileStatFileSystem,
        ExtensionNames.UsersGroupsById => SftpExtensions.UsersGroupsById,
        _ => SftpExtensions.None,
    };
}

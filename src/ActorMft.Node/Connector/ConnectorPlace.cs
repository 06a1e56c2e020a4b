using ActorMft.Node.Endpoints;
using ActorMft.Sftp;

namespace ActorMft.Node.Connector;

/// <summary>An opened endpoint and a directory of it.</summary>
/// <param name="access">Owned.</param>
/// <param name="remoteDirectory">Relative to where the endpoint begins, or absolute; blank for that place itself.</param>
internal sealed class ConnectorPlace(IEndpointAccess access, string? remoteDirectory) : IAsyncDisposable
{
    public ISftpFileSystem Files => access.Files;

    public string Directory { get; } = SftpPath.Combine(access.LoginDirectory, remoteDirectory?.Trim() ?? "");

    public string PathOf(string fileName) => SftpPath.Combine(Directory, fileName);

    /// <summary>What an entry looks like outside.</summary>
    public static ConnectorFile Show(string directory, SftpName name, bool metadata) => new(
        name.Name,
        directory,
        name.Attributes.IsRegularFile ? "file" : name.Attributes.IsDirectory ? "directory" : "other",
        name.Attributes.Size,
        metadata ? name.Attributes.ModifiedAt : null);

    /// <summary>The connection is in an unknown state.</summary>
    public void Break() => access.Break();

    public ValueTask DisposeAsync() => access.DisposeAsync();
}

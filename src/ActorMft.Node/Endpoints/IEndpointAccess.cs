using ActorMft.Sftp;

namespace ActorMft.Node.Endpoints;

/// <summary>An opened endpoint, for one transfer.</summary>
internal interface IEndpointAccess : IAsyncDisposable
{
    /// <summary>The endpoint's files.</summary>
    ISftpFileSystem Files { get; }

    /// <summary>Where relative paths start, absolute.</summary>
    string LoginDirectory { get; }

    /// <summary>A delivered file is at its final path. Durable when it returns; may be told again for the same transfer.</summary>
    ValueTask DeliveredAsync(string path, string transferId, CancellationToken cancellationToken);

    /// <summary>The transfer broke off: what the connection stands for may be in an unknown state.</summary>
    void Break();
}

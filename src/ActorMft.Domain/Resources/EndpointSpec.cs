namespace ActorMft.Domain.Resources;

/// <summary>A place that files come from or go to.</summary>
public sealed record EndpointSpec() : ResourceSpec(ResourceKind.Endpoint)
{
    /// <summary>One of <see cref="EndpointTypes"/>.</summary>
    public string Type { get; init; } = "";

    /// <summary>A disabled endpoint lets nobody in, and files for it wait until it is enabled.</summary>
    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    /// <summary>SftpServer: the address that partners are told, for example <c>sftp://sftp.example.com</c>.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>SftpServer: a session is closed after this time without an SFTP command. Default 15 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>SftpServer: sessions at the same time in the whole cluster. Default 0: no limit.</summary>
    public int MaxSessions { get; init; }

    /// <summary>ExternalSftp: the remote server's name.</summary>
    public string? Remote { get; init; }

    /// <summary>ExternalSftp: where relative paths start; itself relative to where the login lands, which is also the default.</summary>
    public string? RemoteDirectory { get; init; }

    /// <summary>Lan: the directory, absolute, as the node sees it.</summary>
    public string? Path { get; init; }
}

namespace ActorMft.Cli.Demo;

/// <summary>An SFTP client that plays the partner.</summary>
internal interface IDemoClient
{
    /// <summary>How it is called in the report.</summary>
    string Name { get; }

    /// <summary>Puts a local file into a folder of the server, which is made when it is missing.</summary>
    Task UploadAsync(string user, string file, string folder, CancellationToken cancellationToken);

    Task DownloadAsync(string user, string remotePath, string file, CancellationToken cancellationToken);
}

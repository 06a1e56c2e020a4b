namespace ActorMft.Node.Management;

/// <summary>Tries a remote server out.</summary>
internal interface IRemoteTester
{
    /// <summary>Connects, logs in and looks at a directory. What goes wrong is the answer, not an exception.</summary>
    /// <param name="directory">A directory to look at, from where the login lands; null for that itself.</param>
    /// <param name="progress">Is told each step as it ends.</param>
    Task<RemoteTest> TestAsync(string organization, string remote, string? directory, Action<RemoteTestStep> progress, CancellationToken cancellationToken);
}

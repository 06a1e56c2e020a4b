namespace ActorMft.Node.Management;

/// <summary>Tries a remote server out.</summary>
internal interface IRemoteTester
{
    /// <summary>Connects and logs in. What goes wrong is the answer, not an exception.</summary>
    Task<RemoteTest> TestAsync(string organization, string remote, CancellationToken cancellationToken);
}

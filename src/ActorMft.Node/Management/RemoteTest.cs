namespace ActorMft.Node.Management;

/// <summary>How a remote server's test went.</summary>
/// <param name="Ok">Connected and logged in.</param>
/// <param name="Message">A sentence: what works, or which step failed and what to do.</param>
/// <param name="FailedStep">The step that failed, if one did; one of the names in <paramref name="Steps"/>.</param>
/// <param name="HostKey">The fingerprint of the key that the server presented, if it was believed.</param>
/// <param name="Server">The server's identification line, if it came that far.</param>
/// <param name="Directory">Where the login lands, if it came that far.</param>
/// <param name="Algorithms">What both sides have agreed on, if it came that far: key exchange, host key, cipher and, unless the cipher needs none, MAC.</param>
/// <param name="Steps">What was done, in order; the last one is the one that failed.</param>
internal sealed record RemoteTest(
    bool Ok, string Message, string? FailedStep, string? HostKey, string? Server, string? Directory, string? Algorithms, IReadOnlyList<RemoteTestStep> Steps);

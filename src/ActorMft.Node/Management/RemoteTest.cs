namespace ActorMft.Node.Management;

/// <summary>How a remote server's test went.</summary>
/// <param name="Ok">Connected and logged in.</param>
/// <param name="Message">A sentence: what works, or which step failed and what to do.</param>
/// <param name="HostKey">The key that the server presented, if it came that far.</param>
internal sealed record RemoteTest(bool Ok, string Message, string? HostKey);

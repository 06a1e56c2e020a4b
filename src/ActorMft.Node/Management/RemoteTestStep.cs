namespace ActorMft.Node.Management;

/// <summary>One step of a remote server's test.</summary>
/// <param name="Step"><c>slot</c>, <c>settings</c>, <c>nameLookup</c>, <c>tcp</c>, <c>proxy</c>, <c>keyExchange</c>, <c>hostKey</c>, <c>authentication</c>, <c>subsystem</c> or <c>directory</c>.</param>
/// <param name="Ok">False for the one that failed.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Seen">What it found, for people.</param>
internal sealed record RemoteTestStep(string Step, bool Ok, double Milliseconds, string? Seen);

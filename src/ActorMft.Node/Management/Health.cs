namespace ActorMft.Node.Management;

/// <summary>The answer to a probe.</summary>
internal sealed record Health(string Status);

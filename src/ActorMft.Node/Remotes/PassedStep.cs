namespace ActorMft.Node.Remotes;

/// <summary>A step on the way to a remote server that went well.</summary>
/// <param name="Step">Which.</param>
/// <param name="Took">How long.</param>
/// <param name="Seen">What it found, for people; null when there is nothing to say.</param>
internal sealed record PassedStep(ConnectStep Step, TimeSpan Took, string? Seen);

namespace ActorMft.Ssh.Quirks;

/// <summary>A line of <see cref="KnownQuirks"/>.</summary>
/// <param name="Software">How the software version in the peer's identification begins: what follows <c>SSH-2.0-</c>.</param>
/// <param name="Quirks">What it does.</param>
/// <param name="Reason">Why, and how it is known.</param>
public sealed record KnownQuirk(string Software, PeerQuirks Quirks, string Reason);

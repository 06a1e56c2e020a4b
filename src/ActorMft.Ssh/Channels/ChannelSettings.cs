namespace ActorMft.Ssh.Channels;

/// <summary>How the connection protocol treats channels, whichever side it is.</summary>
/// <param name="IsServer">Servers accept channels, clients open them.</param>
/// <param name="Window">The receive window of a channel, in bytes.</param>
/// <param name="MaxPacket">The longest data of one message in either direction, in bytes.</param>
/// <param name="MaxChannels">Open, or still served, at the same time.</param>
/// <param name="Subsystems">What a client may start; none on a client.</param>
internal sealed record ChannelSettings(bool IsServer, int Window, int MaxPacket, int MaxChannels, IReadOnlyList<string> Subsystems);

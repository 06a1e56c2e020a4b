using ActorMft.Node.Settings;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;

namespace ActorMft.Node.Sessions;

/// <summary>How the SSH server treats partners, as it is set.</summary>
internal static class PartnerOptions
{
    public static SshServerOptions Of(SftpSettings settings, IReadOnlyList<SshPrivateKey> hostKeys) => new()
    {
        HostKeys = hostKeys,
        Banner = settings.Banner is { } banner ? banner.ReplaceLineEndings("\r\n").TrimEnd() + "\r\n" : null,
        LoginGrace = settings.Login.Grace,
        MaxAuthTries = settings.Login.Tries,
        MaxChannels = settings.MaxChannels,
        ChannelWindow = settings.Window,
        RekeyBytes = settings.Rekey.Bytes,
        RekeyInterval = settings.Rekey.Time,
        KeepAlive = settings.KeepAlive.IntervalOrNever,
        KeepAliveCount = settings.KeepAlive.Count,
        Algorithms = settings.Algorithms,
    };
}

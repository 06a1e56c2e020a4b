using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Server;

/// <summary>Checks a server's options and makes the transport's settings of them.</summary>
internal static class ServerSettings
{
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static TransportSettings Of(SshServerOptions options)
    {
        OptionChecks.Count(nameof(options.HostKeys), options.HostKeys.Count, 1, 64);
        OptionChecks.Count(nameof(options.MaxAuthTries), options.MaxAuthTries, 1, 1000);
        OptionChecks.Count(nameof(options.MaxChannels), options.MaxChannels, 1, 10_000);
        OptionChecks.Time(nameof(options.LoginGrace), options.LoginGrace);
        OptionChecks.Common(options.SoftwareVersion, options.ChannelWindow, options.MaxPacket, options.RekeyBytes, options.RekeyInterval, options.KeepAlive, options.KeepAliveCount);
        return new TransportSettings
        {
            IsServer = true,
            Ident = $"SSH-2.0-{options.SoftwareVersion}",
            Offer = AlgorithmOffer.ForServer(options.Algorithms, options.HostKeys),
            HostKeys = options.HostKeys,
            RekeyBytes = options.RekeyBytes,
            RekeyInterval = options.RekeyInterval,
            MaxExchangeBytes = ExchangeTraffic.MaxBytes(options.MaxChannels, options.ChannelWindow),
            KeepAlive = options.KeepAlive,
            KeepAliveCount = options.KeepAliveCount,
        };
    }
}

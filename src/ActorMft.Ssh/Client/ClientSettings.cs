using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Client;

/// <summary>Checks a client's options and makes the transport's settings of them.</summary>
internal static class ClientSettings
{
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static TransportSettings Of(SshClientOptions options)
    {
        OptionChecks.Time(nameof(options.ConnectTimeout), options.ConnectTimeout);
        OptionChecks.Common(options.SoftwareVersion, options.ChannelWindow, options.MaxPacket, options.RekeyBytes, options.RekeyInterval, options.KeepAlive, options.KeepAliveCount);
        return new TransportSettings
        {
            IsServer = false,
            Ident = $"SSH-2.0-{options.SoftwareVersion}",
            Offer = AlgorithmOffer.ForClient(options.Algorithms),
            VerifyHostKey = options.VerifyHostKey,
            RekeyBytes = options.RekeyBytes,
            RekeyInterval = options.RekeyInterval,
            MaxExchangeBytes = ExchangeTraffic.MaxBytes(SshClient.MaxChannels, options.ChannelWindow),
            KeepAlive = options.KeepAlive,
            KeepAliveCount = options.KeepAliveCount,
        };
    }
}

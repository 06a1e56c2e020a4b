using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Client;

/// <summary>An authenticated connection to a server.</summary>
public sealed class SshClient : IAsyncDisposable
{
    /// <summary>Channels of one connection. Servers allow fewer: OpenSSH 10 unless told.</summary>
    internal const int MaxChannels = 64;

    private readonly SshTransport _transport;
    private readonly ClientProtocol _protocol;

    private SshClient(Stream stream, SshClientOptions options, ILogger logger, TimeProvider timeProvider)
    {
        ClientProtocol? protocol = null;
        _transport = new SshTransport(
            ConnectionIds.Next(),
            stream,
            ClientSettings.Of(options),
            transport =>
            {
                var settings = new ChannelSettings(IsServer: false, options.ChannelWindow, options.MaxPacket, MaxChannels, []);
                return protocol = new ClientProtocol(
                    transport,
                    new ClientAuthentication(transport, options, logger),
                    new ConnectionProtocol(transport, settings, static _ => { }, logger));
            },
            logger,
            timeProvider);
        _protocol = protocol!;
    }

    /// <summary>The host key that the server proved to hold.</summary>
    public SshPublicKey HostKey => _transport.Exchange.HostKey ?? throw new InvalidOperationException("The key exchange is not done.");

    /// <summary>What both sides have agreed on, for people: key exchange, host key, cipher and, unless the cipher needs none, MAC.</summary>
    public string Algorithms => _transport.Exchange.Algorithms?.ToString() ?? throw new InvalidOperationException("The key exchange is not done.");

    /// <summary>The legacy algorithms that it uses; see <see cref="SshAlgorithmPreferences.Legacy"/>.</summary>
    public IReadOnlyList<string> LegacyAlgorithms => _transport.LegacyAlgorithms;

    /// <summary>The server's identification line.</summary>
    public string ServerIdent => _transport.PeerIdent;

    /// <summary>Why the connection ended; null while it lives.</summary>
    public SshException? Failure => _transport.Failure;

    /// <summary>Completes when the connection has ended and everything of it is released; it waits for no file operation that blocks. Never faults.</summary>
    public Task Completion => _transport.Completion;

    /// <summary>Exchanges keys, verifies the host key and logs in.</summary>
    /// <param name="stream">The socket's stream; owned from here on, also if this throws.</param>
    /// <param name="options">Validated here: <see cref="ArgumentException"/>.</param>
    /// <param name="logger">Takes the connection's log.</param>
    /// <param name="timeProvider">Measures all times.</param>
    /// <param name="cancellationToken">Ends the login; has no effect once this returned.</param>
    /// <exception cref="SshException">No connection; <see cref="SshException.Reason"/> and the message say at which step.</exception>
    public static async Task<SshClient> ConnectAsync(
        Stream stream,
        SshClientOptions options,
        ILogger logger,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        SshClient client;
        try
        {
            client = new SshClient(stream, options, logger, timeProvider);
        }
        catch (ArgumentException)
        {
            await stream.DisposeAsync();
            throw;
        }

        await client._transport.RunUntilAsync(
            client._protocol.Authenticated,
            options.ConnectTimeout,
            $"No login within {options.ConnectTimeout.TotalSeconds} s (ConnectTimeout).",
            cancellationToken);
        return client;
    }

    /// <summary>Opens a session channel and starts a subsystem on it.</summary>
    /// <exception cref="SshException"><see cref="SshFailure.ChannelRefused"/>, or the connection's own failure.</exception>
    public Task<SshChannel> OpenSubsystemAsync(string subsystem, CancellationToken cancellationToken) =>
        _protocol.Connection.OpenSubsystemAsync(subsystem, cancellationToken);

    /// <summary>Tells the server why, and ends the connection. May be called twice.</summary>
    public ValueTask CloseAsync(SshDisconnectReason reason, string message) => _transport.CloseAsync(reason, message);

    /// <summary>Closes with <see cref="SshDisconnectReason.ByApplication"/>.</summary>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();
}

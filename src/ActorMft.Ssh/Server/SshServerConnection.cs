using System.Net;
using System.Threading.Channels;
using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Server;

/// <summary>An authenticated client's connection.</summary>
public sealed class SshServerConnection : IAsyncDisposable
{
    private readonly Channel<SshChannel> _accepted = Channel.CreateUnbounded<SshChannel>();
    private readonly SshTransport _transport;
    private readonly ServerAuthentication _authentication;
    private readonly ServerProtocol _protocol;

    private SshServerConnection(
        Stream stream, EndPoint remoteEndPoint, SshServerOptions options, ISshAuthenticator authenticator, ILogger logger, TimeProvider timeProvider)
    {
        RemoteEndPoint = remoteEndPoint;
        ServerAuthentication? authentication = null;
        ServerProtocol? protocol = null;
        _transport = new SshTransport(
            ConnectionIds.Next(),
            stream,
            ServerSettings.Of(options),
            transport =>
            {
                authentication = new ServerAuthentication(transport, options, authenticator, CreateLogin, logger, timeProvider);
                var settings = new ChannelSettings(IsServer: true, options.ChannelWindow, options.MaxPacket, options.MaxChannels, options.Subsystems);
                var connection = new ConnectionProtocol(transport, settings, channel => _accepted.Writer.TryWrite(channel), logger);
                return protocol = new ServerProtocol(transport, authentication, connection, _ => _accepted.Writer.TryComplete());
            },
            logger,
            timeProvider);
        _authentication = authentication!;
        _protocol = protocol!;
    }

    /// <summary>The user that logged in.</summary>
    public string UserName => _authentication.Login?.UserName ?? string.Empty;

    /// <summary>The client's identification line, <c>SSH-2.0-OpenSSH_9.2</c> for example.</summary>
    public string ClientIdent => _transport.PeerIdent;

    public EndPoint RemoteEndPoint { get; }

    /// <summary>What the user logged in by.</summary>
    public SshProof Proof => _authentication.Proof;

    /// <summary>The legacy algorithms that it uses; see <see cref="SshAlgorithmPreferences.Legacy"/>.</summary>
    public IReadOnlyList<string> LegacyAlgorithms => _transport.LegacyAlgorithms;

    /// <summary>Unique in this process.</summary>
    public long ConnectionId => _transport.Id;

    /// <summary>Why the connection ended; null while it lives.</summary>
    public SshException? Failure => _transport.Failure;

    /// <summary>Completes when the connection has ended and everything of it is released; it waits for no file operation that blocks. Never faults.</summary>
    public Task Completion => _transport.Completion;

    /// <summary>Whether the stream has taken all that was sent.</summary>
    internal bool HasSentAll => !_transport.Output.IsWaiting;

    /// <summary>
    /// Runs the key exchange and the login on a new connection. Returns when the client is authenticated.
    /// </summary>
    /// <param name="stream">The socket's stream; owned from here on, also if this throws.</param>
    /// <param name="remoteEndPoint">The client's address.</param>
    /// <param name="options">Validated here: <see cref="ArgumentException"/>.</param>
    /// <param name="authenticator">Knows the users.</param>
    /// <param name="logger">Takes the connection's log.</param>
    /// <param name="timeProvider">Measures all times.</param>
    /// <param name="cancellationToken">Ends the login; has no effect once this returned.</param>
    /// <exception cref="SshException">The client went away, broke the protocol, or could not log in.</exception>
    public static async Task<SshServerConnection> AcceptAsync(
        Stream stream,
        EndPoint remoteEndPoint,
        SshServerOptions options,
        ISshAuthenticator authenticator,
        ILogger logger,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        SshServerConnection connection;
        try
        {
            connection = new SshServerConnection(stream, remoteEndPoint, options, authenticator, logger, timeProvider);
        }
        catch (ArgumentException)
        {
            await stream.DisposeAsync();
            throw;
        }

        await connection._transport.RunUntilAsync(
            connection._protocol.Authenticated,
            options.LoginGrace,
            $"No login within {options.LoginGrace.TotalSeconds} s.",
            cancellationToken);
        return connection;
    }

    /// <summary>
    /// The next channel on which the client started a subsystem; null when the connection has ended. Whoever takes it closes it, or its
    /// place under <see cref="SshServerOptions.MaxChannels"/> stays taken.
    /// </summary>
    public async ValueTask<SshChannel?> AcceptChannelAsync(CancellationToken cancellationToken)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out SshChannel? channel))
            {
                return channel;
            }
        }

        return null;
    }

    /// <summary>Tells the client why, and ends the connection. May be called twice.</summary>
    public ValueTask CloseAsync(SshDisconnectReason reason, string message) => _transport.CloseAsync(reason, message);

    /// <summary>Closes with <see cref="SshDisconnectReason.ByApplication"/>.</summary>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private SshLogin CreateLogin(string userName) => new(userName, RemoteEndPoint, ClientIdent, ConnectionId);
}

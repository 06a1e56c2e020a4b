using System.Net;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Keys;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Server;

/// <summary>An authenticated client's connection.</summary>
public sealed class SshServerConnection : IAsyncDisposable
{
    private SshServerConnection() => throw new NotSupportedException();

    /// <summary>The user that logged in.</summary>
    public string UserName => throw new NotSupportedException();

    /// <summary>The client's identification line, <c>SSH-2.0-OpenSSH_9.2</c> for example.</summary>
    public string ClientIdent => throw new NotSupportedException();

    public EndPoint RemoteEndPoint => throw new NotSupportedException();

    /// <summary>The key that the user proved to hold, or null after a login by password.</summary>
    public SshPublicKey? AuthenticatedKey => throw new NotSupportedException();

    /// <summary>Unique in this process.</summary>
    public long ConnectionId => throw new NotSupportedException();

    /// <summary>Why the connection ended; null while it lives and after an orderly end.</summary>
    public SshException? Failure => throw new NotSupportedException();

    /// <summary>Completes when the connection has ended and everything of it is released. Never faults.</summary>
    public Task Completion => throw new NotSupportedException();

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
    public static Task<SshServerConnection> AcceptAsync(
        Stream stream,
        EndPoint remoteEndPoint,
        SshServerOptions options,
        ISshAuthenticator authenticator,
        ILogger logger,
        TimeProvider timeProvider,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The next channel on which the client started a subsystem; null when the connection has ended.</summary>
    public ValueTask<SshChannel?> AcceptChannelAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Tells the client why, and ends the connection. May be called twice.</summary>
    public ValueTask CloseAsync(SshDisconnectReason reason, string message) => throw new NotSupportedException();

    /// <summary>Closes with <see cref="SshDisconnectReason.ByApplication"/>.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

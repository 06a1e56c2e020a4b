using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Keys;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Client;

/// <summary>An authenticated connection to a server.</summary>
public sealed class SshClient : IAsyncDisposable
{
    private SshClient() => throw new NotSupportedException();

    /// <summary>The host key that the server proved to hold.</summary>
    public SshPublicKey HostKey => throw new NotSupportedException();

    /// <summary>The server's identification line.</summary>
    public string ServerIdent => throw new NotSupportedException();

    /// <summary>Why the connection ended; null while it lives and after an orderly end.</summary>
    public SshException? Failure => throw new NotSupportedException();

    /// <summary>Completes when the connection has ended and everything of it is released. Never faults.</summary>
    public Task Completion => throw new NotSupportedException();

    /// <summary>Exchanges keys, verifies the host key and logs in.</summary>
    /// <param name="stream">The socket's stream; owned from here on, also if this throws.</param>
    /// <param name="options">Validated here: <see cref="ArgumentException"/>.</param>
    /// <param name="logger">Takes the connection's log.</param>
    /// <param name="timeProvider">Measures all times.</param>
    /// <param name="cancellationToken">Ends the login; has no effect once this returned.</param>
    /// <exception cref="SshException">No connection; <see cref="SshException.Reason"/> and the message say at which step.</exception>
    public static Task<SshClient> ConnectAsync(
        Stream stream,
        SshClientOptions options,
        ILogger logger,
        TimeProvider timeProvider,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Opens a session channel and starts a subsystem on it.</summary>
    /// <exception cref="SshException"><see cref="SshFailure.ChannelRefused"/>, or the connection's own failure.</exception>
    public Task<SshChannel> OpenSubsystemAsync(string subsystem, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Tells the server why, and ends the connection. May be called twice.</summary>
    public ValueTask CloseAsync(SshDisconnectReason reason, string message) => throw new NotSupportedException();

    /// <summary>Closes with <see cref="SshDisconnectReason.ByApplication"/>.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

namespace ActorMft.Ssh;

/// <summary>An SSH connection failed. <see cref="Reason"/> says why, the message says what was seen.</summary>
public sealed class SshException : Exception
{
    public SshException(SshFailure reason, string message)
        : this(reason, message, innerException: null)
    {
    }

    public SshException(SshFailure reason, string message, Exception? innerException)
        : base(message, innerException)
    {
        Reason = reason;
    }

    internal SshException(SshFailure reason, SshDisconnectReason disconnectReason, string message)
        : this(reason, message, innerException: null)
    {
        DisconnectReason = disconnectReason;
    }

    private SshException(SshException original)
        : this(original.Reason, original.Message, original)
    {
        DisconnectReason = original.DisconnectReason;
    }

    /// <summary>What kind of failure it is.</summary>
    public SshFailure Reason { get; }

    /// <summary>The code sent to the peer, or received from it when <see cref="Reason"/> is <see cref="SshFailure.Disconnected"/>.</summary>
    public SshDisconnectReason DisconnectReason { get; } = SshDisconnectReason.None;

    /// <summary>Whether the same attempt may succeed later without anybody changing anything.</summary>
    public bool IsTransient => Reason is SshFailure.ConnectionLost or SshFailure.Timeout or SshFailure.Disconnected
        or SshFailure.Closed or SshFailure.ChannelRefused;

    /// <summary>The same failure, to be thrown once more from another place.</summary>
    internal SshException Again() => new(this);

    internal static SshException Protocol(string message) =>
        new(SshFailure.Protocol, SshDisconnectReason.ProtocolError, message);
}

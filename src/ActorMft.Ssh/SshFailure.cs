namespace ActorMft.Ssh;

/// <summary>Why an SSH connection could not be made, or ended.</summary>
public enum SshFailure
{
    /// <summary>The peer broke the protocol, or sent what this side doesn't accept.</summary>
    Protocol,

    /// <summary>The two sides have no algorithm in common.</summary>
    NoCommonAlgorithm,

    /// <summary>The server's host key was not accepted.</summary>
    HostKeyRefused,

    /// <summary>No offered password or key was accepted.</summary>
    AuthenticationFailed,

    /// <summary>The peer refused to open a channel or to start a subsystem.</summary>
    ChannelRefused,

    /// <summary>The connection broke: end of stream, reset, or a failed read or write.</summary>
    ConnectionLost,

    /// <summary>A limit of time ran out: login, connect, or an unanswered keep-alive.</summary>
    Timeout,

    /// <summary>The peer ended the connection with a reason of its own.</summary>
    Disconnected,

    /// <summary>This side ended the connection.</summary>
    Closed,

    /// <summary>A key could not be read: not a known form, damaged, or a wrong passphrase.</summary>
    BadKey,
}

using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Server;

/// <summary>How a server treats its connections. The defaults are OpenSSH's where it has the setting.</summary>
public sealed record SshServerOptions
{
    /// <summary>The host's keys, at least one; the client chooses the type.</summary>
    public required IReadOnlyList<SshPrivateKey> HostKeys { get; init; }

    /// <summary>What follows <c>SSH-2.0-</c> in the identification line: printable US-ASCII without a space or a minus.</summary>
    public string SoftwareVersion { get; init; } = "ActorMft_0.1";

    /// <summary>The subsystems a client may start on a session channel. Default: <c>sftp</c> alone.</summary>
    public IReadOnlyList<string> Subsystems { get; init; } = ["sftp"];

    /// <summary>From the accepted socket to the successful login. Default: 120 s.</summary>
    public TimeSpan LoginGrace { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Failed tries before the connection is cut. Default: 6.</summary>
    public int MaxAuthTries { get; init; } = 6;

    /// <summary>A failed try is answered no sooner than this, whatever made it fail. Default: 200 ms.</summary>
    public TimeSpan MinimumFailureTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Channels open at the same time in one connection; one on which a subsystem was started counts until its server has closed it,
    /// also when the client has closed it long before. Default: 10.
    /// </summary>
    public int MaxChannels { get; init; } = 10;

    /// <summary>Text shown before the login, or nothing.</summary>
    public string? Banner { get; init; }

    /// <summary>Keys are exchanged again after this many bytes in one direction. Default: 1 GiB.</summary>
    public long RekeyBytes { get; init; } = 1L << 30;

    /// <summary>Keys are exchanged again after this time. Default: 1 h.</summary>
    public TimeSpan RekeyInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Bytes a client may send on a channel ahead of what was consumed. Default: 2 MiB.</summary>
    public int ChannelWindow { get; init; } = 2 * 1024 * 1024;

    /// <summary>The longest data of one channel message in either direction, in bytes. Default: 256 KiB, at least 32 KiB, at most 256 KiB.</summary>
    public int MaxPacket { get; init; } = 256 * 1024;

    /// <summary>A client that was silent for so long is asked for a sign of life, again after the same time. Default: never asked.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>A client that left so many questions in a row unanswered is cut. Default: 3.</summary>
    public int KeepAliveCount { get; init; } = 3;

    /// <summary>What is offered. Default: everything supported.</summary>
    public SshAlgorithmPreferences Algorithms { get; init; } = new();
}

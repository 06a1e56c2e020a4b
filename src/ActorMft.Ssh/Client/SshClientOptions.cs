using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Client;

/// <summary>How to connect to a server.</summary>
public sealed record SshClientOptions
{
    public required string UserName { get; init; }

    /// <summary>
    /// Whether the server's host key is accepted; asked once per connection, before anything but the key exchange is sent.
    /// </summary>
    public required Func<SshPublicKey, CancellationToken, ValueTask<bool>> VerifyHostKey { get; init; }

    /// <summary>Keys to try, in this order, before the password.</summary>
    public IReadOnlyList<SshPrivateKey> Keys { get; init; } = [];

    /// <summary>Tried last, by the methods password and keyboard-interactive; null: not tried.</summary>
    public string? Password { get; init; }

    /// <summary>What follows <c>SSH-2.0-</c> in the identification line: printable US-ASCII without a space or a minus.</summary>
    public string SoftwareVersion { get; init; } = "ActorMft_0.1";

    /// <summary>From the first byte to the successful login. Default: 30 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A server that was silent for so long is asked for a sign of life, again after the same time. Default: 30 s; null: never.</summary>
    public TimeSpan? KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A server that left so many questions in a row unanswered is given up. Default: 3.</summary>
    public int KeepAliveCount { get; init; } = 3;

    /// <summary>Keys are exchanged again after this many bytes in one direction. Default: 1 GiB.</summary>
    public long RekeyBytes { get; init; } = 1L << 30;

    /// <summary>Keys are exchanged again after this time. Default: 1 h.</summary>
    public TimeSpan RekeyInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Bytes the server may send on a channel ahead of what was consumed. Default: 4 MiB.</summary>
    public int ChannelWindow { get; init; } = 4 * 1024 * 1024;

    /// <summary>The longest data of one channel message in either direction, in bytes. Default: 256 KiB, at least 32 KiB, at most 256 KiB.</summary>
    public int MaxPacket { get; init; } = 256 * 1024;

    /// <summary>What is offered. Default: everything supported.</summary>
    public SshAlgorithmPreferences Algorithms { get; init; } = new();
}

using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Transport;

/// <summary>What a transport needs to know, whichever side it is.</summary>
internal sealed record TransportSettings
{
    public required bool IsServer { get; init; }

    /// <summary>Our identification line, without its line break.</summary>
    public required string Ident { get; init; }

    public required AlgorithmOffer Offer { get; init; }

    /// <summary>The server's keys; none for a client.</summary>
    public IReadOnlyList<SshPrivateKey> HostKeys { get; init; } = [];

    /// <summary>A client's question whether it accepts the server's key; always true for a server.</summary>
    public Func<SshPublicKey, CancellationToken, ValueTask<bool>> VerifyHostKey { get; init; } = (_, _) => ValueTask.FromResult(true);

    /// <summary>In bytes, for each direction.</summary>
    public required long RekeyBytes { get; init; }

    public required TimeSpan RekeyInterval { get; init; }

    /// <summary>What the peer may send from our KEXINIT to its NEWKEYS, in bytes; see <see cref="ExchangeTraffic"/>.</summary>
    public required long MaxExchangeBytes { get; init; }

    /// <summary>Null: the peer is never asked for a sign of life.</summary>
    public required TimeSpan? KeepAlive { get; init; }

    /// <summary>How many unanswered questions in a row end the connection.</summary>
    public int KeepAliveCount { get; init; } = 3;
}

namespace ActorMft.Domain.Resources;

/// <summary>
/// Which algorithms a remote server is offered, each list as OpenSSH's settings have it: names, the best first, or <c>-</c> and patterns of those to
/// leave out. Absent lists: everything the node has.
/// </summary>
public sealed record RemoteAlgorithms
{
    public string? KeyExchanges { get; init; }

    /// <summary>What the server's key may sign with.</summary>
    public string? HostKeys { get; init; }

    public string? Ciphers { get; init; }

    public string? Macs { get; init; }

    /// <summary>What our own key may sign with.</summary>
    public string? UserKeys { get; init; }
}

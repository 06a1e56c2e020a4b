using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>What both sides have agreed on (RFC 4253, section 7.1): of each list the client's first that the server has too.</summary>
internal sealed record NegotiatedAlgorithms(
    string KeyExchange,
    string HostKey,
    string CipherToServer,
    string CipherToClient,
    string? MacToServer,
    string? MacToClient)
{
    /// <summary>Those of them that are only offered where it was asked for.</summary>
    public IReadOnlyList<string> Legacy =>
    [
        .. new[] { KeyExchange, HostKey, CipherToServer, CipherToClient, MacToServer, MacToClient }.OfType<string>().Where(LegacyAlgorithms.Contains).Distinct(),
    ];

    /// <summary>Their names; those of both directions where they differ.</summary>
    public override string ToString() => string.Join(
        ", ", new[] { KeyExchange, HostKey, CipherToServer, MacToServer, CipherToClient, MacToClient }.OfType<string>().Distinct());

    /// <exception cref="SshException"><see cref="SshFailure.NoCommonAlgorithm"/>.</exception>
    public static NegotiatedAlgorithms Negotiate(AlgorithmOffer own, KeyExchangeInit peer, bool isServer, bool isStrict)
    {
        string keyExchange = Choose("key exchange", own.KeyExchanges, peer.KeyExchanges, isServer);
        string hostKey = Choose("host key algorithm", own.HostKeys, peer.HostKeys, isServer);
        string cipherToServer = Choose("cipher", own.Ciphers, peer.CiphersToServer, isServer);
        string cipherToClient = Choose("cipher", own.Ciphers, peer.CiphersToClient, isServer);
        Choose("compression", ["none"], peer.CompressionsToServer, isServer);
        Choose("compression", ["none"], peer.CompressionsToClient, isServer);
        return new NegotiatedAlgorithms(
            keyExchange,
            hostKey,
            cipherToServer,
            cipherToClient,
            ChooseMac(cipherToServer, own, peer.MacsToServer, isServer, isStrict),
            ChooseMac(cipherToClient, own, peer.MacsToClient, isServer, isStrict));
    }

    private static string? ChooseMac(string cipher, AlgorithmOffer own, IReadOnlyList<string> peer, bool isServer, bool isStrict)
    {
        CipherInfo info = SshAlgorithms.GetCipher(cipher);
        if (info.IsAead)
        {
            return null;
        }

        string mac = Choose("MAC", own.Macs, peer, isServer);

        // Without the strict exchange, packets at the beginning can be cut away unnoticed (CVE-2023-48795).
        return info.IsCbc && !isStrict && SshAlgorithms.GetMac(mac).EncryptThenMac
            ? throw new SshException(
                SshFailure.NoCommonAlgorithm,
                SshDisconnectReason.KeyExchangeFailed,
                $"{cipher} with {mac} is only safe with the strict key exchange, which the peer does not know; it has to use another cipher or hmac-sha2-256.")
            : mac;
    }

    private static string Choose(string what, IReadOnlyList<string> own, IReadOnlyList<string> peer, bool isServer)
    {
        IReadOnlyList<string> client = isServer ? peer : own;
        IReadOnlyList<string> server = isServer ? own : peer;
        return client.FirstOrDefault(server.Contains) ?? throw new SshException(
            SshFailure.NoCommonAlgorithm,
            SshDisconnectReason.KeyExchangeFailed,
            $"No common {what}: this side offers [{string.Join(", ", own)}], the peer [{string.Join(", ", peer)}].");
    }
}

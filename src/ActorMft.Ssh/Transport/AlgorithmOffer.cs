using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Transport;

/// <summary>What one side offers, best first: supported names only, none of the lists empty.</summary>
internal sealed record AlgorithmOffer(
    IReadOnlyList<string> KeyExchanges,
    IReadOnlyList<string> HostKeys,
    IReadOnlyList<string> Ciphers,
    IReadOnlyList<string> Macs)
{
    /// <exception cref="ArgumentException">A list has no supported name.</exception>
    public static AlgorithmOffer ForClient(SshAlgorithmPreferences preferences) => new(
        Select(nameof(preferences.KeyExchanges), preferences.KeyExchanges, SshAlgorithms.KeyExchangeNames),
        Select(nameof(preferences.HostKeys), preferences.HostKeys, SshAlgorithms.HostKeySignatureNames),
        Select(nameof(preferences.Ciphers), preferences.Ciphers, SshAlgorithms.CipherNames),
        Select(nameof(preferences.Macs), preferences.Macs, SshAlgorithms.MacNames));

    /// <exception cref="ArgumentException">A list has no supported name, or no key fits the host key algorithms.</exception>
    public static AlgorithmOffer ForServer(SshAlgorithmPreferences preferences, IReadOnlyList<SshPrivateKey> hostKeys)
    {
        AlgorithmOffer offer = ForClient(preferences);
        return offer with
        {
            HostKeys = Select(
                nameof(preferences.HostKeys),
                offer.HostKeys,
                [.. hostKeys.SelectMany(key => key.PublicKey.SignatureAlgorithms)]),
        };
    }

    private static string[] Select(string list, IReadOnlyList<string>? wanted, IReadOnlyList<string> supported)
    {
        string[] names = [.. (wanted ?? supported).Where(supported.Contains)];
        return names.Length > 0
            ? names
            : throw new ArgumentException($"{list}: none of [{string.Join(", ", wanted ?? [])}] is supported; supported are [{string.Join(", ", supported)}].");
    }
}

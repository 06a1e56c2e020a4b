using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Transport;

/// <summary>What one side offers, best first: supported names only, none of the lists empty.</summary>
internal sealed record AlgorithmOffer(
    IReadOnlyList<string> KeyExchanges,
    IReadOnlyList<string> HostKeys,
    IReadOnlyList<string> Ciphers,
    IReadOnlyList<string> Macs,
    IReadOnlyList<string> UserKeys)
{
    /// <exception cref="ArgumentException">A list has no supported name.</exception>
    public static AlgorithmOffer ForClient(SshAlgorithmPreferences preferences)
    {
        bool legacy = preferences.Legacy;
        return new AlgorithmOffer(
            Select(nameof(preferences.KeyExchanges), preferences.KeyExchanges, LegacyAlgorithms.Behind(SshAlgorithms.KeyExchangeNames, LegacyAlgorithms.KeyExchanges, legacy)),
            Select(nameof(preferences.HostKeys), preferences.HostKeys, LegacyAlgorithms.Behind(SshAlgorithms.HostKeySignatureNames, LegacyAlgorithms.Signatures, legacy)),
            Select(nameof(preferences.Ciphers), preferences.Ciphers, LegacyAlgorithms.Behind(SshAlgorithms.CipherNames, LegacyAlgorithms.Ciphers, legacy)),
            Select(nameof(preferences.Macs), preferences.Macs, LegacyAlgorithms.Behind(SshAlgorithms.MacNames, LegacyAlgorithms.Macs, legacy)),
            Select(nameof(preferences.UserKeys), preferences.UserKeys, LegacyAlgorithms.Behind(SshAlgorithms.UserKeySignatureNames, LegacyAlgorithms.Signatures, legacy)));
    }

    /// <exception cref="ArgumentException">A list has no supported name, or no key fits the host key algorithms.</exception>
    public static AlgorithmOffer ForServer(SshAlgorithmPreferences preferences, IReadOnlyList<SshPrivateKey> hostKeys)
    {
        AlgorithmOffer offer = ForClient(preferences);
        return offer with
        {
            HostKeys = Select(
                nameof(preferences.HostKeys),
                offer.HostKeys,
                [.. hostKeys.SelectMany(key => key.PublicKey.SignatureAlgorithms.Concat(key.PublicKey.LegacySignatureAlgorithms))]),
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

using System.IO.Enumeration;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// Lists of algorithms as OpenSSH's settings have them: names with commas between them, the best first; or <c>-</c> and patterns (<c>*</c>,
/// <c>?</c>) of those to leave out of the usual list. Names that this machine can't do are allowed and left out. Legacy names count only
/// where legacy algorithms are asked for. Each method throws a <see cref="FormatException"/> that says what is allowed.
/// </summary>
public static class SshAlgorithmList
{
    public static IReadOnlyList<string> KeyExchanges(string text, bool legacy) =>
        Parse(text, LegacyAlgorithms.Behind(SshAlgorithms.AllKeyExchangeNames, LegacyAlgorithms.KeyExchanges, legacy), LegacyAlgorithms.Behind(SshAlgorithms.KeyExchangeNames, LegacyAlgorithms.KeyExchanges, legacy));

    public static IReadOnlyList<string> Ciphers(string text, bool legacy) =>
        Parse(text, LegacyAlgorithms.Behind(SshAlgorithms.AllCipherNames, LegacyAlgorithms.Ciphers, legacy), LegacyAlgorithms.Behind(SshAlgorithms.CipherNames, LegacyAlgorithms.Ciphers, legacy));

    public static IReadOnlyList<string> Macs(string text, bool legacy)
    {
        IReadOnlyList<string> macs = LegacyAlgorithms.Behind(SshAlgorithms.MacNames, LegacyAlgorithms.Macs, legacy);
        return Parse(text, macs, macs);
    }

    /// <summary>Of keys of any type: what they sign with.</summary>
    public static IReadOnlyList<string> Signatures(string text, bool legacy) => Signatures(text, SshAlgorithms.AllHostKeySignatureNames, legacy);

    /// <summary>Of certain keys: what they sign with.</summary>
    /// <param name="signatures">Those that such keys can make.</param>
    public static IReadOnlyList<string> Signatures(string text, IReadOnlyList<string> signatures, bool legacy)
    {
        IReadOnlyList<string> known = LegacyAlgorithms.Behind(signatures, LegacyAlgorithms.Signatures, legacy);
        return Parse(text, known, [.. known.Where(LegacyAlgorithms.Behind(SshAlgorithms.HostKeySignatureNames, LegacyAlgorithms.Signatures, legacy).Contains)]);
    }

    /// <summary>Of the keys that users log in with.</summary>
    public static IReadOnlyList<string> UserKeys(string text, bool legacy)
    {
        IReadOnlyList<string> known = LegacyAlgorithms.Behind(SshAlgorithms.UserKeySignatureNames, LegacyAlgorithms.Signatures, legacy);
        return Parse(text, known, known);
    }

    private static string[] Parse(string text, IReadOnlyList<string> known, IReadOnlyList<string> supported)
    {
        bool leavesOut = text.StartsWith('-');
        string[] names = (leavesOut ? text[1..] : text).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.FirstOrDefault(name => !known.Any(each => Matches(leavesOut, name, each))) is { } unknown)
        {
            string why = LegacyAlgorithms.Contains(unknown) ? "counts only with legacyAlgorithms: true" : leavesOut ? "fits none of them" : "is none of them";
            throw new FormatException($"any of {string.Join(", ", known)}, with commas between them, or a - and patterns of those to leave out ('{unknown}' {why})");
        }

        string[] chosen = leavesOut
            ? [.. supported.Where(each => !names.Any(name => Matches(leavesOut, name, each)))]
            : [.. names.Where(supported.Contains).Distinct()];
        return chosen.Length > 0
            ? chosen
            : throw new FormatException($"at least one that this machine has: {string.Join(", ", supported)}");
    }

    private static bool Matches(bool isPattern, string name, string known) =>
        isPattern ? FileSystemName.MatchesSimpleExpression(name, known, ignoreCase: false) : name == known;
}

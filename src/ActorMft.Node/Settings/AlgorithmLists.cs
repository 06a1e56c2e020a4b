using ActorMft.Domain.Resources;
using ActorMft.Node.Hosting;
using ActorMft.Ssh.Transport;

namespace ActorMft.Node.Settings;

/// <summary>The lists of algorithms that can be set, by the names that they have for the listener and for remote servers alike.</summary>
internal sealed class AlgorithmLists
{
    private readonly Func<string, bool, IReadOnlyList<string>> _hostKeys;
    private readonly Func<string, bool, IReadOnlyList<string>> _userKeys;

    private AlgorithmLists(Func<string, bool, IReadOnlyList<string>> hostKeys, Func<string, bool, IReadOnlyList<string>> userKeys)
    {
        _hostKeys = hostKeys;
        _userKeys = userKeys;
    }

    /// <summary>What <paramref name="name"/> is set to.</summary>
    /// <param name="name">As in <c>ciphers</c>.</param>
    /// <param name="textOf">The same list of a remote server.</param>
    /// <param name="parse">Throws a <see cref="FormatException"/> that says what is allowed.</param>
    /// <returns>Null: everything this machine has.</returns>
    public delegate IReadOnlyList<string>? ReadList(string name, Func<RemoteAlgorithms, string?> textOf, Func<string, IReadOnlyList<string>> parse);

    /// <summary>The node has host keys of certain types, and partners log in with any.</summary>
    public static AlgorithmLists OfListener { get; } =
        new((text, legacy) => SshAlgorithmList.Signatures(text, HostKeyRing.Signatures, legacy), SshAlgorithmList.UserKeys);

    /// <summary>The server's key and our own may be of any type.</summary>
    public static AlgorithmLists OfRemotes { get; } = new(SshAlgorithmList.Signatures, SshAlgorithmList.Signatures);

    public static IReadOnlyList<string> Names { get; } = ["keyExchanges", "hostKeys", "ciphers", "macs", "userKeys"];

    public SshAlgorithmPreferences Read(bool legacy, ReadList read) => new()
    {
        Legacy = legacy,
        KeyExchanges = read("keyExchanges", static lists => lists.KeyExchanges, text => SshAlgorithmList.KeyExchanges(text, legacy)),
        HostKeys = read("hostKeys", static lists => lists.HostKeys, text => _hostKeys(text, legacy)),
        Ciphers = read("ciphers", static lists => lists.Ciphers, text => SshAlgorithmList.Ciphers(text, legacy)),
        Macs = read("macs", static lists => lists.Macs, text => SshAlgorithmList.Macs(text, legacy)),
        UserKeys = read("userKeys", static lists => lists.UserKeys, text => _userKeys(text, legacy)),
    };
}

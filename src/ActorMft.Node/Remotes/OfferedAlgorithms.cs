using ActorMft.Domain.Resources;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Transport;

namespace ActorMft.Node.Remotes;

/// <summary>What a remote server is offered. The lists are read on the machine that connects: nodes may differ in what their systems have.</summary>
internal static class OfferedAlgorithms
{
    /// <exception cref="RemoteException">This node has nothing of a list.</exception>
    public static SshAlgorithmPreferences Of(RemoteSpec spec) => Read(
        spec,
        (field, text, allowed) => throw new RemoteException(
            ConnectStep.Settings, $"{field} '{text}' can't be used on this node, where it may be {allowed}. Apply the remote again with other ones.", isTransient: false));

    /// <summary>What is wrong with the lists, and whether our key can be used with them.</summary>
    public static void Check(RemoteSpec spec, int index, List<Problem> problems)
    {
        var before = problems.Count;
        var read = Read(spec, (field, text, allowed) => problems.Add(new Problem(index, field, text.Length == 0 ? null : text, allowed)));
        if (problems.Count == before && read.UserKeys is { } userKeys && spec.Auth.PublicKey is { } line
            && SshPublicKey.ParseOpenSsh(line) is var key && !userKeys.Any(key.Supports))
        {
            problems.Add(new Problem(
                index, "algorithms.userKeys", spec.Algorithms?.UserKeys, $"at least one that the key in auth signs with: {string.Join(", ", key.SignatureAlgorithms)}"));
        }
    }

    private static SshAlgorithmPreferences Read(RemoteSpec spec, Action<string, string, string> refuse)
    {
        var (lists, legacy) = (spec.Algorithms ?? new RemoteAlgorithms(), spec.LegacyAlgorithms);
        return new SshAlgorithmPreferences
        {
            Legacy = legacy,
            KeyExchanges = Read("algorithms.keyExchanges", lists.KeyExchanges, text => SshAlgorithmList.KeyExchanges(text, legacy), refuse),
            HostKeys = Read("algorithms.hostKeys", lists.HostKeys ?? "-", text => SshAlgorithmList.Signatures(text, legacy), refuse),
            Ciphers = Read("algorithms.ciphers", lists.Ciphers, text => SshAlgorithmList.Ciphers(text, legacy), refuse),
            Macs = Read("algorithms.macs", lists.Macs, text => SshAlgorithmList.Macs(text, legacy), refuse),
            UserKeys = Read("algorithms.userKeys", lists.UserKeys, text => SshAlgorithmList.Signatures(text, legacy), refuse),
        };
    }

    private static IReadOnlyList<string>? Read(string field, string? text, Func<string, IReadOnlyList<string>> parse, Action<string, string, string> refuse)
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (FormatException exception)
        {
            refuse(field, text!, exception.Message);
            return null;
        }
    }
}

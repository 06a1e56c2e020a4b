using ActorMft.Domain.Resources;
using ActorMft.Node.Settings;
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
            ConnectStep.Settings, $"{field} '{text}' can't be used on this node; allowed here: {allowed}. Apply the remote again with other ones.", isTransient: false));

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
        var lists = spec.Algorithms ?? new RemoteAlgorithms();
        lists = lists with { HostKeys = lists.HostKeys ?? "-" };
        return AlgorithmLists.OfRemotes.Read(spec.LegacyAlgorithms, (name, textOf, parse) => Read($"algorithms.{name}", textOf(lists), parse, refuse));
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

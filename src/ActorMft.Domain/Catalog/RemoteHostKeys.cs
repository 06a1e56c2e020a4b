using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Which host key of a remote server is believed.</summary>
internal sealed class RemoteHostKeys(Deciding<CatalogState, CatalogEvent> deciding)
{
    private const string Self = "actormft";

    private CatalogState State => deciding.State;

    public void Record(RecordRemoteHostKey message)
    {
        if (State.Find(ResourceKind.RemoteServer, message.Organization, message.Remote) is not { Spec: RemoteSpec spec } entry)
        {
            deciding.Reply(new RemoteHostKeyReply(Trusted: false, Expected: null, $"there is no remote server {message.Organization}/{message.Remote}"));
            return;
        }

        var expected = Expected(entry, spec);
        if (spec.HostKeyPolicy == HostKeyPolicy.AcceptAny || (expected is not null && IsSame(expected, message.Fingerprint)))
        {
            deciding.Reply(new RemoteHostKeyReply(Trusted: true, expected, Reason: null));
        }
        else if (expected is null)
        {
            Change(message.Organization, message.Remote, new RemoteFacts(message.Fingerprint, OfferedHostKey: null, DisabledReason: null), "hostKeyLearned", Self, "", $"first seen {message.Fingerprint}");
            deciding.Reply(new RemoteHostKeyReply(Trusted: true, message.Fingerprint, Reason: null));
        }
        else
        {
            Refuse(message, entry, expected);
        }
    }

    public void Accept(AcceptHostKey message)
    {
        if (State.Find(ResourceKind.RemoteServer, message.Organization, message.Remote) is not { } entry)
        {
            deciding.Reply(new AcceptHostKeyReply(Accepted: false, Fingerprint: null, $"there is no remote server {message.Organization}/{message.Remote}"));
        }
        else if (entry.Remote is not { OfferedHostKey: { } offered } facts)
        {
            deciding.Reply(new AcceptHostKeyReply(Accepted: false, Fingerprint: null, "no changed host key waits to be accepted"));
        }
        else
        {
            Choose(message, facts, Expected(entry, (RemoteSpec)entry.Spec), offered);
        }
    }

    private void Choose(AcceptHostKey message, RemoteFacts facts, string? old, string offered)
    {
        if (message.Fingerprint is null || IsSame(message.Fingerprint, offered))
        {
            Change(message.Organization, message.Remote, new RemoteFacts(offered, OfferedHostKey: null, DisabledReason: null), "hostKeyAccepted", message.Actor, message.From, $"old {old}, new {offered}");
            deciding.Reply(new AcceptHostKeyReply(Accepted: true, offered, Reason: null, old));
        }
        else if (old is not null && IsSame(message.Fingerprint, old))
        {
            Change(message.Organization, message.Remote, new RemoteFacts(facts.HostKey, OfferedHostKey: null, DisabledReason: null), "hostKeyKept", message.Actor, message.From, $"kept {old}, not accepted {offered}");
            deciding.Reply(new AcceptHostKeyReply(Accepted: true, old, Reason: null, old));
        }
        else
        {
            deciding.Reply(new AcceptHostKeyReply(
                Accepted: false, Fingerprint: null, $"the key that was shown last is {offered} and the one before {old}; {message.Fingerprint} is neither"));
        }
    }

    private static string? Expected(CatalogEntry entry, RemoteSpec spec) => entry.Remote?.HostKey ?? spec.HostKey;

    /// <summary>Fingerprints with and without the base64 padding are the same.</summary>
    private static bool IsSame(string left, string right) => left.TrimEnd('=') == right.TrimEnd('=');

    private void Refuse(RecordRemoteHostKey message, CatalogEntry entry, string expected)
    {
        var onlySome = ((RemoteSpec)entry.Spec).Algorithms?.HostKeys is null ? "" : "Only keys that algorithms.hostKeys allows were asked for; the expected one may be of another type. ";
        var reason = $"the host key of {message.Organization}/{message.Remote} changed: expected {expected}, seen {message.Fingerprint}. {onlySome}"
            + $"The remote is disabled; if its owner confirms the new key, run: actormft remote accept-host-key {message.Organization}/{message.Remote}";
        if (entry.Remote?.OfferedHostKey != message.Fingerprint)
        {
            Change(message.Organization, message.Remote, new RemoteFacts(entry.Remote?.HostKey, message.Fingerprint, reason), "hostKeyChanged", Self, "", $"expected {expected}, seen {message.Fingerprint}");
        }

        deciding.Reply(new RemoteHostKeyReply(Trusted: false, expected, reason));
    }

    private void Change(string organization, string remote, RemoteFacts facts, string action, string actor, string from, string detail)
    {
        deciding.Happened(new RemoteFactsChanged(deciding.Now, organization, remote, facts, action, State.Revision + 1, actor, from));
        var entry = State.Find(ResourceKind.RemoteServer, organization, remote)!;
        var key = entry.Spec.Key.ToString();
        deciding.Show(ViewNames.Resource, key, organization, nameof(ResourceKind.RemoteServer), entry);
        Audit.Record(deciding, actor, from, action, key, organization, detail);
    }
}

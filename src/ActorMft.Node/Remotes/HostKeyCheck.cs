using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;
using ActorMft.Node.Engine;
using ActorMft.Ssh.Keys;

namespace ActorMft.Node.Remotes;

/// <summary>
/// One connection's look at the server's key. A key that isn't the one on record is shown to the catalog, which learns the first one
/// and disables the remote on a changed one; its answer is durable before anything is sent.
/// </summary>
internal sealed class HostKeyCheck(CatalogEntry remote, IMessenger messenger, ConnectTrace trace)
{
    /// <summary>True when the server has presented its key.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>The sentence for a key that isn't believed.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The fingerprint that was accepted without comparing.</summary>
    public string? AcceptedAny { get; private set; }

    /// <summary>Why the catalog could not be asked.</summary>
    public StoreException? StoreFailure { get; private set; }

    public async ValueTask<bool> VerifyAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        WasAsked = true;
        trace.Begin(ConnectStep.HostKey);
        var isTrusted = await CompareAsync(key, cancellationToken);
        if (isTrusted)
        {
            trace.Begin(ConnectStep.Authentication, AcceptedAny is null ? $"{key}" : $"{key}, NOT compared: hostKeyPolicy is acceptAny");
        }

        return isTrusted;
    }

    private async ValueTask<bool> CompareAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        var spec = (RemoteSpec)remote.Spec;
        var fingerprint = key.Fingerprint;
        if (spec.HostKeyPolicy == HostKeyPolicy.AcceptAny)
        {
            AcceptedAny = fingerprint;
            return true;
        }

        if ((remote.Remote?.HostKey ?? spec.HostKey) == fingerprint)
        {
            return true;
        }

        try
        {
            var reply = await messenger.AskAsync<RemoteHostKeyReply>(
                ActorId.Catalog.ToEntityId(),
                new RecordRemoteHostKey(spec.Organization ?? "", spec.Name, fingerprint),
                requestId: null,
                cancellationToken);
            Refusal = reply.Reason;
            return reply.Trusted;
        }
        catch (StoreException exception)
        {
            StoreFailure = exception;
            return false;
        }
    }
}

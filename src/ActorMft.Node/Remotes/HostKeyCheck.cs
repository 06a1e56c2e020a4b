using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;
using ActorMft.Node.Engine;
using ActorMft.Ssh.Keys;

namespace ActorMft.Node.Remotes;

/// <summary>
/// One connect's look at the server's key. A key that isn't the one on record is shown to the catalog, which learns the first one
/// and disables the remote on a changed one; its answer is durable before anything is sent. Servers have keys of several types, of which one
/// is negotiated: before a key counts as changed, the server is asked for its keys of the other types, over connections of their own.
/// </summary>
/// <param name="remote">The remote's entry in the catalog.</param>
/// <param name="algorithms">The host key algorithms that may be used, best first.</param>
/// <param name="messenger">The way to the catalog.</param>
/// <param name="trace">Is told the steps.</param>
internal sealed class HostKeyCheck(CatalogEntry remote, IReadOnlyList<string> algorithms, IMessenger messenger, ConnectTrace trace)
{
    private readonly HashSet<string> _seenTypes = new(StringComparer.Ordinal);
    private string? _firstSeen;

    /// <summary>The host key algorithms that may be used, best first.</summary>
    public IReadOnlyList<string> Algorithms => algorithms;

    /// <summary>True when the server has presented its key.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>The sentence for a key that isn't believed.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The fingerprint that was accepted without comparing.</summary>
    public string? AcceptedAny { get; private set; }

    /// <summary>Why the catalog could not be asked.</summary>
    public StoreException? StoreFailure { get; private set; }

    /// <summary>True when a key was refused only because it is of another type than the expected one may be.</summary>
    public bool WantsOtherType { get; private set; }

    /// <summary>The key on record, or null.</summary>
    public string? Expected => (remote.Remote?.HostKey ?? ((RemoteSpec)remote.Spec).HostKey)?.TrimEnd('=');

    /// <summary>Whether the server has shown a key that isn't the one on record.</summary>
    public bool HasSeenAny => _firstSeen is not null && Expected is not null;

    /// <summary>Whether the server has already shown a key of this type in this connect.</summary>
    public bool HasSeen(string keyType) => _seenTypes.Contains(keyType);

    /// <summary>A connection begins.</summary>
    public void Begin() => WantsOtherType = false;

    public async ValueTask<bool> VerifyAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        WasAsked = true;
        if (trace.Step != ConnectStep.HostKey)
        {
            trace.Begin(ConnectStep.HostKey);
        }

        if (!await CompareAsync(key, cancellationToken))
        {
            return false;
        }

        trace.Begin(ConnectStep.Authentication, AcceptedAny is null ? $"{key}" : $"{key}, NOT compared: hostKeyPolicy is acceptAny");
        return true;
    }

    /// <summary>The server has no key of another type: the one that it showed is reported.</summary>
    public Task ReportAsync(CancellationToken cancellationToken) => AskCatalogAsync(_firstSeen!, cancellationToken);

    private async ValueTask<bool> CompareAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        if (((RemoteSpec)remote.Spec).HostKeyPolicy == HostKeyPolicy.AcceptAny)
        {
            AcceptedAny = key.Fingerprint;
            return true;
        }

        if (Expected == key.Fingerprint)
        {
            return true;
        }

        _firstSeen ??= key.Fingerprint;
        _seenTypes.Add(key.KeyType);
        if (Expected is not null && algorithms.Any(algorithm => !_seenTypes.Contains(HostKeyTypes.Of(algorithm))))
        {
            WantsOtherType = true;
            return false;
        }

        return await AskCatalogAsync(_firstSeen, cancellationToken);
    }

    private async Task<bool> AskCatalogAsync(string fingerprint, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await messenger.AskAsync<RemoteHostKeyReply>(
                ActorId.Catalog.ToEntityId(),
                new RecordRemoteHostKey(remote.Spec.Organization ?? "", remote.Spec.Name, fingerprint),
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

using System.Collections.Concurrent;
using ActorMft.Node.Catalog;

namespace ActorMft.Node.Sessions;

/// <summary>
/// Ends this node's sessions that what is declared doesn't allow any more. Each node looks at its own sessions with each new
/// snapshot, so that a change is in force in the whole cluster as soon as every node has read it, within a second; and at each
/// session when it begins, because the change may have come between the login and that.
/// </summary>
internal sealed class SessionGuard : IDisposable
{
    private readonly ICatalog _catalog;
    private readonly ConcurrentDictionary<PartnerSession, SessionAccess> _watched = new();
    private readonly IDisposable _subscription;

    public SessionGuard(ICatalog catalog)
    {
        _catalog = catalog;
        _subscription = catalog.OnChanged(LookAtAll);
    }

    /// <summary>Looks at a session with each change until the answer is disposed.</summary>
    /// <param name="refusal">Why it must not begin, as a sentence; null when it may.</param>
    public IDisposable Watch(PartnerSession session, SessionAccess access, out string? refusal)
    {
        // First noted, then looked at: a snapshot that comes between the two finds it.
        _watched[session] = access;
        refusal = access.Refusal(_catalog.Current);
        return new Watching(this, session);
    }

    public void Dispose() => _subscription.Dispose();

    private void LookAtAll(CatalogSnapshot declared)
    {
        foreach (var (session, access) in _watched)
        {
            if (access.Refusal(declared) is { } reason)
            {
                // Telling the partner takes as long as the network does.
                _ = Task.Run(() => session.CloseAsync(reason).AsTask());
            }
        }
    }

    private sealed class Watching(SessionGuard guard, PartnerSession session) : IDisposable
    {
        public void Dispose() => guard._watched.TryRemove(session, out _);
    }
}

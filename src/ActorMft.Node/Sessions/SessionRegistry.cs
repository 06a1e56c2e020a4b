using System.Collections.Concurrent;
using ActorMft.Node.Management;

namespace ActorMft.Node.Sessions;

/// <summary>The sessions whose connections this node holds, by session id.</summary>
internal sealed class SessionRegistry : ILiveSessions
{
    private readonly ConcurrentDictionary<string, PartnerSession> _sessions = new(StringComparer.Ordinal);

    public int Count => _sessions.Values.Count(session => !session.Ended.IsCompleted);

    /// <summary>All of them, those included that ended a moment ago.</summary>
    public IReadOnlyCollection<PartnerSession> All => [.. _sessions.Values];

    public LiveSession? Find(string sessionId) => Get(sessionId)?.Look();

    /// <summary>The session, also after its end until <see cref="Remove"/>; null when this node doesn't hold it.</summary>
    public PartnerSession? Get(string sessionId) => _sessions.GetValueOrDefault(sessionId);

    public void Add(PartnerSession session) => _sessions[session.Identity.SessionId] = session;

    public void Remove(string sessionId) => _sessions.TryRemove(sessionId, out _);
}

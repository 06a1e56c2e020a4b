using System.Collections.Immutable;

namespace ActorMft.Domain.Endpoints;

/// <summary>Who is in, and who may come in.</summary>
public sealed record EndpointState
{
    /// <summary>True until the catalog says otherwise: a node asks only for endpoints that it knows to be there.</summary>
    public bool Enabled { get; init; } = true;

    public bool Removed { get; init; }

    /// <summary>In the whole cluster; 0: no limit.</summary>
    public int MaxSessions { get; init; }

    /// <summary>Whether lost nodes are looked for. Goes on when nobody is in: logins come and go, and a look costs next to nothing.</summary>
    public bool Watched { get; init; }

    /// <summary>By session id.</summary>
    public ImmutableDictionary<string, EnterSession> Sessions { get; init; } = ImmutableDictionary<string, EnterSession>.Empty;
}

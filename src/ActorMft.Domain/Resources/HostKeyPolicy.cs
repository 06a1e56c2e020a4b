namespace ActorMft.Domain.Resources;

/// <summary>Which host keys of a remote server are believed.</summary>
public enum HostKeyPolicy
{
    /// <summary>The declared one, or else the first one seen; another key disables the remote until somebody accepts it.</summary>
    Pin,

    /// <summary>Any; whoever is in between can read everything.</summary>
    AcceptAny,
}

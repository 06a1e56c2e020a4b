using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Members;

/// <summary>
/// Work: watches the members of the cluster and sends <see cref="HolderLost"/> to the actor for each incarnation that is
/// dead, until the actor ends the work. The actor holds something for nodes: connections, or sessions.
/// </summary>
public sealed record WatchHolders(ActorId Watcher);

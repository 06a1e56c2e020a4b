using ActorMft.Actors;
using ActorMft.Domain.Members;

namespace ActorMft.Node.Engine;

/// <summary>
/// The work of actors that hold something for nodes: tells them of each incarnation that has left or died. Told once per
/// watcher and incarnation, also over restarts.
/// </summary>
internal sealed class HolderWatch(Func<CancellationToken, Task<IReadOnlyList<NodeMember>>> readMembers, TimeProvider time) : IWorkRunner
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(2);

    public async Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken)
    {
        var watcher = ((WatchHolders)work.Payload).Watcher;
        var told = new HashSet<Guid>();
        while (true)
        {
            foreach (var member in await readMembers(cancellationToken))
            {
                if (member.State != NodeState.Up && told.Add(member.Incarnation))
                {
                    await messenger.SendAsync(
                        watcher.ToEntityId(), new HolderLost(member.Incarnation), $"lost/{watcher}/{member.Incarnation}", cancellationToken);
                }
            }

            await Task.Delay(_lookEvery, time, cancellationToken);
        }
    }
}

using ActorMft.Actors;

namespace ActorMft.Bench;

/// <summary>Tallies start no work.</summary>
internal sealed class NoWork : IWorkRunner
{
    public Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken) => throw new NotSupportedException();
}

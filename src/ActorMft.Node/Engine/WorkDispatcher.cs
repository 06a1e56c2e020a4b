using ActorMft.Actors;

namespace ActorMft.Node.Engine;

/// <summary>Hands each work to the runner of its payload's type.</summary>
internal sealed class WorkDispatcher : IWorkRunner
{
    private readonly Dictionary<Type, IWorkRunner> _runners = [];

    /// <summary>Names the runner of a payload type. Before the engine starts.</summary>
    public WorkDispatcher Add<TPayload>(IWorkRunner runner)
    {
        _runners.Add(typeof(TPayload), runner);
        return this;
    }

    public Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken) =>
        _runners.TryGetValue(work.Payload.GetType(), out var runner)
            ? runner.RunAsync(work, messenger, cancellationToken)
            : throw new InvalidOperationException($"Nobody runs work of type {work.Payload.GetType().Name}.");
}

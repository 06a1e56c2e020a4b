using ActorMft.Actors;

namespace ActorMft.Node.Engine;

/// <summary>
/// Hands each work to the runner of its payload's type. The actors start before the parts that do their work (which need
/// the actors), so work waits until <see cref="Open"/>.
/// </summary>
internal sealed class WorkDispatcher : IWorkRunner
{
    private readonly TaskCompletionSource<IReadOnlyDictionary<Type, IWorkRunner>> _runners = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the work begin.</summary>
    /// <param name="runners">By type of payload.</param>
    public void Open(IReadOnlyDictionary<Type, IWorkRunner> runners) => _runners.TrySetResult(runners);

    public async Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken)
    {
        var runners = await _runners.Task.WaitAsync(cancellationToken);
        if (!runners.TryGetValue(work.Payload.GetType(), out var runner))
        {
            throw new InvalidOperationException($"Nobody runs work of type {work.Payload.GetType().Name}.");
        }

        await runner.RunAsync(work, messenger, cancellationToken);
    }
}

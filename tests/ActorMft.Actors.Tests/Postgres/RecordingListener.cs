using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Tests.Postgres;

/// <summary>Remembers the first of each that a store tells.</summary>
internal sealed class RecordingListener : IStoreListener
{
    internal TaskCompletionSource Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource<int> Shard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource<string> Request { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource<IReadOnlySet<string>> Views { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void MessagesMayWait(int shard) => Shard.TrySetResult(shard);

    public void MayBeAnswered(string requestId) => Request.TrySetResult(requestId);

    public void MayHaveChanged(IReadOnlySet<string> views) => Views.TrySetResult(views);

    public void MayHaveMissedSomething() => Connected.TrySetResult();
}

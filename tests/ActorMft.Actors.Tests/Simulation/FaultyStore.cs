using ActorMft.Actors.Engine;
using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Tests.Simulation;

/// <summary>One node's way to the database, through the weather. Notes until when each incarnation may act.</summary>
internal sealed class FaultyStore(World world, SimulatedDatabase database, Weather weather, SimulatedContext context, Dictionary<Guid, long> deadlines, List<FaultyStore> all) : IActorStore
{
    private readonly Dictionary<Guid, IStoreListener> _listeners = [];

    /// <summary>What happens to the next commit instead, once; it gets what would happen.</summary>
    internal Func<Func<CommitOutcome>, CommitOutcome>? NextCommit { get; set; }

    /// <summary>Whether it says of a commit whose answer is lost that it didn't happen: the checks must notice.</summary>
    internal bool DeniesCommits { get; init; }

    /// <summary>How many messages came from outside of decisions.</summary>
    internal int MessagesToStore { get; private set; }

    /// <summary>How much longer than others the answers with the nodes and shards are under way.</summary>
    internal TimeSpan PictureTravels { get; set; }

    public async Task<JoinedNode> JoinAsync(NodeRegistration registration, CancellationToken cancellationToken)
    {
        long sentAt = world.Now;
        JoinedNode joined = await CallAsync(() => new JoinedNode(database.Join(registration), database.Clock), cancellationToken);
        deadlines[registration.Incarnation] = Deadline(sentAt, registration.Lease);
        return joined;
    }

    public async Task<DateTimeOffset?> RenewAsync(Guid incarnation, TimeSpan lease, CancellationToken cancellationToken)
    {
        long sentAt = world.Now;
        DateTimeOffset? renewedAt = await CallAsync(() => database.Renew(incarnation, lease) ? database.Clock : (DateTimeOffset?)null, cancellationToken);
        if (renewedAt is not null)
        {
            deadlines[incarnation] = Deadline(sentAt, lease);
        }

        return renewedAt;
    }

    public Task<bool> RequestLeaveAsync(Guid incarnation, CancellationToken cancellationToken) =>
        CallAsync(() => database.RequestLeave(incarnation), cancellationToken);

    public Task LeaveAsync(Guid incarnation, CancellationToken cancellationToken) => CallAsync(() => database.Leave(incarnation), cancellationToken);

    public async Task<ClusterPicture> ReadClusterAsync(CancellationToken cancellationToken)
    {
        ClusterPicture picture = await CallAsync(database.Read, cancellationToken);
        if (PictureTravels > TimeSpan.Zero)
        {
            TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            world.After(PictureTravels, arrived.SetResult);
            await arrived.Task;
        }

        return picture;
    }

    public Task<bool> DeclareDeadAsync(Guid incarnation, long beat, CancellationToken cancellationToken) =>
        CallAsync(() => database.DeclareDead(incarnation, beat), cancellationToken);

    public Task<IReadOnlyList<ShardLease>> ClaimAsync(Guid incarnation, IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        CallAsync(() => database.Claim(incarnation, shards), cancellationToken);

    public Task ReleaseAsync(ShardLease lease, CancellationToken cancellationToken) => CallAsync(() => database.Release(lease), cancellationToken);

    public Task SetDesiredOwnersAsync(IReadOnlyList<(int Shard, Guid Owner)> moves, CancellationToken cancellationToken) =>
        CallAsync(() => database.SetDesiredOwners(moves), cancellationToken);

    public Task<InboxPage> TakeAsync(int shard, long after, int limit, IReadOnlyList<string> requests, CancellationToken cancellationToken) =>
        CallAsync(() => database.Take(shard, after, limit, requests), cancellationToken);

    public Task<DueTimers> ReadTimersAsync(int shard, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => database.ReadTimers(shard, limit), cancellationToken);

    public Task<IReadOnlyList<int>> FindWaitingAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<int>>(
            () => [.. shards.Where(shard => database.Take(shard, 0, 1, []).Rows.Count > 0 || database.ReadTimers(shard, 1).Due.Count > 0)], cancellationToken);

    public Task<IReadOnlyList<EntityRecord>> LoadAsync(IReadOnlyList<EntityLookup> entities, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<EntityRecord>>(() => [.. entities.Select(database.Load)], cancellationToken);

    public Task<IReadOnlyList<WorkRow>> ReadWorkAsync(int shard, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<WorkRow>>(() => [.. database.Works.Where(work => work.Key.Shard == shard).Select(static work => work.Value)], cancellationToken);

    public Task<CommitOutcome> CommitAsync(ShardCommit commit, CancellationToken cancellationToken)
    {
        Func<Func<CommitOutcome>, CommitOutcome> fault = NextCommit ?? (static happen => happen());
        NextCommit = null;
        return CallAsync(() => fault(() => database.Commit(commit)), cancellationToken, isKnown: DeniesCommits);
    }

    public Task<AttemptOutcome> RecordFailureAsync(FailedAttempt attempt, CancellationToken cancellationToken) =>
        CallAsync(() => database.RecordFailure(attempt), cancellationToken);

    /// <summary>The sequences are taken when the call is made and seen when it commits: their order is not the order of commits.</summary>
    public Task<int> SendAsync(IReadOnlyList<MessageRow> messages, ShardLease? fence, CancellationToken cancellationToken)
    {
        MessagesToStore += messages.Count;
        long sequence = database.ReserveSequences(messages.Count);
        return CallAsync(() => database.Send(messages, fence, sequence), cancellationToken);
    }

    public Task<RequestRow?> ReadRequestAsync(string requestId, CancellationToken cancellationToken) =>
        CallAsync(() => database.Requests.GetValueOrDefault(requestId), cancellationToken);

    public Task<int> DeleteExpiredRequestsAsync(int limit, CancellationToken cancellationToken) => CallAsync(static () => 0, cancellationToken);

    public Task<IReadOnlyList<EventRow>> ReadEventsAsync(EntityId entity, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<EventRow>>(() => [.. database.Events.GetValueOrDefault(entity) ?? []], cancellationToken);

    public Task<int> DeleteFinishedAsync(TimeSpan keep, int limit, CancellationToken cancellationToken) => CallAsync(static () => 0, cancellationToken);

    public Task<long> ReadSequenceAsync(EntityId entity, CancellationToken cancellationToken) =>
        CallAsync(() => (long)(database.Events.GetValueOrDefault(entity)?.Count ?? 0), cancellationToken);

    public Task<IReadOnlyList<ViewRow>> QueryViewAsync(ViewQuery query, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<ViewRow>>(() => [.. database.Views.Values.Where(row => row.View == query.View)], cancellationToken);

    public Task<ViewRow?> ReadViewRowAsync(string view, string id, CancellationToken cancellationToken) =>
        CallAsync(() => database.Views.GetValueOrDefault((view, id)), cancellationToken);

    public Task<IReadOnlyList<ViewRow>> ReadViewRowsAsync(string view, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<ViewRow>>(() => [.. ids.Select(id => database.Views.GetValueOrDefault((view, id))).OfType<ViewRow>()], cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<DeadLetter>>(() => [.. database.DeadLetters.Values], cancellationToken);

    public void Wake(IReadOnlyCollection<int> shards)
    {
        foreach (int shard in shards)
        {
            foreach (FaultyStore other in all)
            {
                if (!world.Dice.Chance(weather.LoseWake))
                {
                    world.After(TimeSpan.FromMilliseconds(1), () => other.Woken(shard));
                }
            }
        }
    }

    public IDisposable Listen(Guid incarnation, IStoreListener listener)
    {
        _listeners[incarnation] = listener;
        return new Disposal(() => _listeners.Remove(incarnation));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long Deadline(long sentAt, TimeSpan lease) => sentAt + (long)(lease.Ticks * 0.8);

    private void Woken(int shard) => context.Post(
        _ =>
        {
            foreach (IStoreListener listener in _listeners.Values)
            {
                listener.MessagesMayWait(shard);
            }
        },
        null);

    private async Task<T> CallAsync<T>(Func<T> transaction, CancellationToken cancellationToken, bool isKnown = false)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool failBefore = world.Dice.Chance(weather.FailBefore);
        bool loseAnswer = world.Dice.Chance(weather.LoseAnswer);
        bool isDoubtful = !isKnown && world.Dice.Chance(0.5);
        TimeSpan back = Travel();
        world.After(Travel(), () =>
        {
            if (failBefore)
            {
                StoreException failure = new(StoreFailure.Unavailable, "The call did not arrive.") { OutcomeUnknown = isDoubtful };
                world.After(back, () => answer.SetException(failure));
                return;
            }

            try
            {
                T result = transaction();
                world.After(back, () =>
                {
                    if (loseAnswer)
                    {
                        answer.SetException(new StoreException(StoreFailure.Unavailable, "The answer was lost.") { OutcomeUnknown = !isKnown });
                    }
                    else
                    {
                        answer.SetResult(result);
                    }
                });
            }
            catch (Exception exception) when (exception is StoreException or IOException)
            {
                world.After(back, () => answer.SetException(exception));
            }
        });
        return await answer.Task;
    }

    private TimeSpan Travel() => world.Dice.Chance(weather.Stall)
        ? world.Dice.Between(TimeSpan.Zero, weather.StallTime)
        : world.Dice.Between(TimeSpan.FromMilliseconds(0.1), TimeSpan.FromMilliseconds(3));
}

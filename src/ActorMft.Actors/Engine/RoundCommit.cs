using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>Commits a round and tells those on this node who wait for it: askers, and the senders of what was handed over.</summary>
internal static class RoundCommit
{
    /// <param name="decided">The messages whose decisions the commit has.</param>
    internal static async Task<CommitOutcome> CommitAsync(EngineParts parts, ShardCommit commit, IReadOnlyList<Input> decided)
    {
        CommitOutcome outcome;
        try
        {
            // Not cancellable: a commit that may have happened must be waited for.
            outcome = await parts.Store.CommitAsync(commit, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not StoreException { OutcomeUnknown: false })
        {
            // It may have happened: a sender who stored its message now could have it handled twice.
            StoreException doubt = exception as StoreException
                ?? new StoreException(StoreFailure.Unavailable, $"A commit failed and may have happened all the same: {exception.Message}", exception) { OutcomeUnknown = true };
            foreach (Input input in decided)
            {
                input.Handed?.Fail(doubt);
            }

            throw;
        }

        if (outcome == CommitOutcome.Committed)
        {
            Tell(parts, commit, decided);
        }

        return outcome;
    }

    private static void Tell(EngineParts parts, ShardCommit commit, IReadOnlyList<Input> decided)
    {
        try
        {
            foreach (RequestChange change in commit.NewRequests.Concat(commit.Requests))
            {
                parts.Waiters.Tell(change.RequestId, change);
            }
        }
        finally
        {
            // Whatever else fails from here on: these must not be given back.
            foreach (Input input in decided)
            {
                input.Handed?.Handled();
            }
        }
    }
}

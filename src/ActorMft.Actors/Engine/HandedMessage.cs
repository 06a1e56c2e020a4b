using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>
/// A message that is handed to its shard's runner instead of being stored for it: the commit of its decision makes it durable, and there is
/// no row of the inbox to write, to read and to delete.
/// </summary>
/// <param name="isNewRequest">Whether its request id was made for it, so that nobody can know it.</param>
internal sealed class HandedMessage(MessageRow row, bool isNewRequest)
{
    private readonly TaskCompletionSource<bool> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal MessageRow Row => row;

    /// <summary>The request that may be known already.</summary>
    internal string? RequestInQuestion => isNewRequest ? null : row.RequestId;

    /// <summary>
    /// True: handled, and that is durable. False: it was not handled and will not be; its sender has to store it. Faults when nobody knows
    /// whether the commit happened.
    /// </summary>
    internal Task<bool> Outcome => _outcome.Task;

    internal void Handled() => _outcome.TrySetResult(true);

    /// <summary>Without effect on one that has an outcome.</summary>
    internal void GiveBack() => _outcome.TrySetResult(false);

    internal void Fail(StoreException exception) => _outcome.TrySetException(exception);
}

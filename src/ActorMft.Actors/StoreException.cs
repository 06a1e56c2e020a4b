namespace ActorMft.Actors;

/// <summary>The store did not do what was asked. The message says what was seen and what to do.</summary>
public sealed class StoreException(StoreFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public StoreFailure Failure { get; } = failure;

    /// <summary>Whether it may have been stored all the same (the answer to a commit was lost). Never repeat blindly; use a request id.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>Whether trying again later can help without a change to the installation.</summary>
    public bool IsTransient => Failure is StoreFailure.Unavailable or StoreFailure.Full or StoreFailure.ReadOnly;
}

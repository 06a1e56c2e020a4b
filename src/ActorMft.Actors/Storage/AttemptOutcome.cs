namespace ActorMft.Actors.Storage;

/// <summary>What became of a message that failed.</summary>
public enum AttemptOutcome
{
    /// <summary>It stays and is tried again.</summary>
    Counted,

    /// <summary>It is a dead letter now, and its request has failed.</summary>
    DeadLettered,

    /// <summary>The shard has another owner; nothing was changed.</summary>
    Fenced,
}

namespace ActorMft.Actors.Storage;

/// <summary>What became of a commit.</summary>
public enum CommitOutcome
{
    /// <summary>All of it is durable.</summary>
    Committed,

    /// <summary>The shard has another owner or epoch; nothing was changed.</summary>
    Fenced,

    /// <summary>What is stored is not what the batch was decided on (a log's end, a handled message, a fired timer); nothing was changed.</summary>
    Conflict,
}

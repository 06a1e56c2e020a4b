namespace ActorMft.Domain.Transfers;

/// <summary>A transfer in the list.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="File">The source path.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Target"><c>endpoint:path</c></param>
/// <param name="Attempts">Attempts begun so far.</param>
/// <param name="Bytes">At the target for certain, in bytes.</param>
/// <param name="Node">The node of the last attempt.</param>
/// <param name="Error">Why it waits or was given up, as a sentence.</param>
public sealed record TransferRow(
    string Id,
    string Organization,
    string Flow,
    string File,
    long Size,
    string Target,
    TransferState State,
    int Attempts,
    long Bytes,
    string? Node,
    string? Error,
    string? User,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? EndedAt);

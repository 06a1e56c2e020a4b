namespace ActorMft.Domain.Transfers;

/// <summary>All that decisions about a transfer need to know.</summary>
public sealed record TransferFacts
{
    /// <summary>Null until it is created.</summary>
    public TransferDefinition? Definition { get; init; }

    public TransferState State { get; init; }

    /// <summary>The number of the last attempt that was queued; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The last attempt's work is not over.</summary>
    public bool Working { get; init; }

    /// <summary>The run of the work that may go on; null until one has begun in this attempt.</summary>
    public string? Run { get; init; }

    /// <summary>The run is reading the file from its source.</summary>
    public bool Fetching { get; init; }

    /// <summary>It was cancelled because its version was gone from the source.</summary>
    public bool SourceLost { get; init; }

    /// <summary>Whether any attempt has ever begun, so that a part file may be there.</summary>
    public bool EverBegan { get; init; }

    /// <summary>Failures in a row that count against the retry policy.</summary>
    public int Failures { get; init; }

    public DeliveryStage Stage { get; init; }

    /// <summary>The path that a rename was allowed for.</summary>
    public string? FinalPath { get; init; }

    /// <summary>Why no attempt may start, as a sentence.</summary>
    public string? Hold { get; init; }

    /// <summary>An attempt needs one of the flow's places.</summary>
    public bool ByPlace { get; init; }

    /// <summary>It has one.</summary>
    public bool HasPlace { get; init; }

    /// <summary>Why it is to be cancelled when the work under way has failed.</summary>
    public CancelRequested? Cancel { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>At the target for certain.</summary>
    public long Bytes { get; init; }

    public string? Node { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasEnded => State is TransferState.Delivered or TransferState.Cancelled;
}

namespace ActorMft.Domain.Transfers;

/// <summary>How far a transfer has come at its target, over all attempts.</summary>
public enum DeliveryStage
{
    /// <summary>The part file may be there, with some or all of the bytes.</summary>
    Part,

    /// <summary>
    /// The part file was complete and its rename to the final path was allowed: if the part file is gone, it was renamed.
    /// </summary>
    Renaming,
}

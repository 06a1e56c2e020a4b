namespace ActorMft.Node.Delivery;

/// <summary>An attempt failed; the message is a sentence for the operator that names the step and the path.</summary>
internal sealed class DeliveryException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when the same attempt may work later without anybody's doing.</summary>
    public bool IsTransient => isTransient;

    /// <summary>True when this version of the file is gone from its source: no attempt can deliver it any more.</summary>
    public bool SourceLost { get; init; }

    /// <summary>True when the part at the target is of no use: the next attempt must not take it for whole.</summary>
    public bool StartOver { get; init; }
}

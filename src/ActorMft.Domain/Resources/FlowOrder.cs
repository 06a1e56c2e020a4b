namespace ActorMft.Domain.Resources;

/// <summary>Which of a flow's files goes first.</summary>
public enum FlowOrder
{
    /// <summary>None waits for another, unless both have one path.</summary>
    None,

    /// <summary>To each target endpoint one after the other, as they arrived: a file waits until the one before it is delivered or cancelled.</summary>
    Arrival,
}

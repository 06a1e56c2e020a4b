namespace ActorMft.Domain.Flows;

/// <summary>Where an arrival stands.</summary>
public enum ArrivalStage
{
    /// <summary>The definition that it was matched with is on its way.</summary>
    Expected,

    /// <summary>Its transfers are created.</summary>
    Open,

    /// <summary>All is done but the source.</summary>
    Releasing,
}

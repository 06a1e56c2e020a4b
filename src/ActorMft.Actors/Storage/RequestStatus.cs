namespace ActorMft.Actors.Storage;

/// <summary>How far a request is.</summary>
public enum RequestStatus
{
    /// <summary>Its message waits in the inbox. Never expires.</summary>
    Pending,

    /// <summary>Its message was handled without a reply; a later decision may answer.</summary>
    Handled,

    /// <summary>Answered.</summary>
    Answered,

    /// <summary>Its message is a dead letter.</summary>
    Failed,
}

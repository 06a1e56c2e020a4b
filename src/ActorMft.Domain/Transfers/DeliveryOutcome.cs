namespace ActorMft.Domain.Transfers;

/// <summary>How a delivery met what was at the target.</summary>
public enum DeliveryOutcome
{
    /// <summary>Nothing had the name.</summary>
    Created,

    /// <summary>A file of the name was replaced.</summary>
    Replaced,

    /// <summary>A file of the name stayed; this one got a free name.</summary>
    Renamed,

    /// <summary>A file of the name stayed; this one was not sent.</summary>
    Skipped,
}

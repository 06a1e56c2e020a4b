namespace ActorMft.Domain.Flows;

/// <summary>Where a transfer stands at its flow's gate. Of a flow without a gate it says nothing.</summary>
public enum TransferStanding
{
    /// <summary>Something else holds it; it is not in the queue.</summary>
    Held,

    /// <summary>In the queue for a place.</summary>
    Queued,

    /// <summary>It has a place. One that is held meanwhile keeps it until its attempt has ended.</summary>
    Going,

    /// <summary>An attempt failed and its place is another's; it asks for one when the next attempt is due.</summary>
    Paused,
}

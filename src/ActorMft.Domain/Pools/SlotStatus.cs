namespace ActorMft.Domain.Pools;

/// <summary>How a wish for a connection stands.</summary>
public enum SlotStatus
{
    /// <summary>Connect; release the slot when the connection is closed.</summary>
    Granted,

    /// <summary>In line; ask again.</summary>
    Waiting,

    /// <summary>Not in line any more.</summary>
    Refused,
}

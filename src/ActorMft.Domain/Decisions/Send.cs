namespace ActorMft.Domain.Decisions;

/// <summary>Sends a message to another actor, durably and once; first in, first out between two actors.</summary>
/// <param name="CanWait">It may be handled together with what comes next there, or else within a second: nobody waits for what it does.</param>
public sealed record Send(ActorId To, object Message, bool CanWait = false) : Effect;

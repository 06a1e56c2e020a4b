namespace ActorMft.Domain.Decisions;

/// <summary>Sends a message to another actor, durably and once; first in, first out between two actors.</summary>
public sealed record Send(ActorId To, object Message) : Effect;

namespace ActorMft.Domain.Decisions;

/// <summary>What a decision may know besides its state and the message.</summary>
/// <param name="Self">The deciding actor.</param>
/// <param name="Now">The time of the decision; decisions have no clock of their own.</param>
/// <param name="MessageId">The message's unique id; ids and jitter derive from it, so a decision repeated is the same decision.</param>
/// <param name="NodeName">The node that decides.</param>
/// <param name="Incarnation">That node's present life: a restart is a new incarnation.</param>
public sealed record DecisionContext(
    ActorId Self, DateTimeOffset Now, string MessageId, string NodeName, Guid Incarnation);

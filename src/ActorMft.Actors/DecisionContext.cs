namespace ActorMft.Actors;

/// <summary>What a decision may know besides its state and its message.</summary>
/// <param name="Self">The entity that decides.</param>
/// <param name="Now">The store's time as the node reckons it; the only clock of a decision.</param>
/// <param name="MessageId">Unique per message and the same in every attempt at it; a source of repeatable randomness.</param>
/// <param name="RequestId">Set when somebody may wait for an answer; keep it to answer in a later decision (<see cref="LaterReply"/>).</param>
/// <param name="NodeName">The node that decides.</param>
/// <param name="Incarnation">This run of that node; a restart is a new one.</param>
public sealed record DecisionContext(
    EntityId Self,
    DateTimeOffset Now,
    string MessageId,
    string? RequestId,
    string NodeName,
    Guid Incarnation);

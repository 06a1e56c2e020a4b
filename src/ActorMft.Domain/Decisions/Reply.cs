namespace ActorMft.Domain.Decisions;

/// <summary>Answers whoever asked. A message that nobody waits for may be answered too.</summary>
public sealed record Reply(object Message) : Effect;

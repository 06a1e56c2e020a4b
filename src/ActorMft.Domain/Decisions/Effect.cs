namespace ActorMft.Domain.Decisions;

/// <summary>Something a decision asks for. Effects are data; the engine carries them out after the commit.</summary>
public abstract record Effect;

namespace ActorMft.Domain.Flows;

/// <summary>From the catalog: the flow is gone. Its open transfers are cancelled.</summary>
public sealed record RemoveFlow(long Revision);

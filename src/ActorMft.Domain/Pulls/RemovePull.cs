namespace ActorMft.Domain.Pulls;

/// <summary>From the catalog: the flow is gone, or its files come by themselves now.</summary>
public sealed record RemovePull(long Revision);

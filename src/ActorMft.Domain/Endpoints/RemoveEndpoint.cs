namespace ActorMft.Domain.Endpoints;

/// <summary>From the catalog: the endpoint is gone. Its sessions are closed.</summary>
public sealed record RemoveEndpoint;

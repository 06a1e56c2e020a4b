namespace ActorMft.Domain.Endpoints;

/// <summary>From the catalog: the endpoint as it is from now on.</summary>
/// <param name="MaxSessions">In the whole cluster; 0: no limit.</param>
public sealed record DefineEndpoint(bool Enabled, int MaxSessions);

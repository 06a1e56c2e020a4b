namespace ActorMft.Domain.Endpoints;

/// <summary>A node's life has ended, and so have its sessions. Ends the watch of an endpoint that has no others.</summary>
public sealed record NodeForgotten(DateTimeOffset At, Guid Incarnation) : EndpointEvent(At);

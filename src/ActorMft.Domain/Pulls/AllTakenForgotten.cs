namespace ActorMft.Domain.Pulls;

/// <summary>From the worker of <see cref="ForgetAllTaken"/>.</summary>
public sealed record AllTakenForgotten;

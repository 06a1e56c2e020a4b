namespace ActorMft.Domain.Pulls;

/// <summary>Work, after the flow was deleted: forgets what it has taken. Ends with <see cref="AllTakenForgotten"/>.</summary>
public sealed record ForgetAllTaken(string Organization, string Flow);

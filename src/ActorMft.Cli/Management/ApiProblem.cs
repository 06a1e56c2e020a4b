namespace ActorMft.Cli.Management;

/// <summary>One thing that is wrong with a resource, as the node says it.</summary>
/// <param name="Index">Position of the resource in the request; null when the problem is about none of them.</param>
/// <param name="Path">Key inside the resource, like <c>targets[0].endpoint</c>.</param>
/// <param name="Value">What was written there, if it may be shown.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Allowed">What may stand there.</param>
internal sealed record ApiProblem(int? Index, string? Path, string? Value, string? Message, string? Allowed);

namespace ActorMft.Node.Management;

/// <summary>One thing wrong with a declared resource.</summary>
/// <param name="Index">The resource's position in the request; null for a resource that is not part of it.</param>
/// <param name="Path">The key inside the resource, like <c>targets[0].endpoint</c>; empty for the whole.</param>
/// <param name="Value">What was written, if it may be shown.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Allowed">What may stand there.</param>
internal sealed record ApiProblem(int? Index, string Path, string? Value, string? Message, string? Allowed);

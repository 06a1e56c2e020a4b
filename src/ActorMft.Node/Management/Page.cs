namespace ActorMft.Node.Management;

/// <summary>A piece of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="NextCursor">Send it as <c>cursor</c> to get what follows; absent at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>Something that breaks, and is whole again when its task ends.</summary>
/// <param name="What">Said before.</param>
/// <param name="StrikeAsync">Breaks it, waits, and mends it.</param>
internal sealed record Fault(string What, Func<Task> StrikeAsync);

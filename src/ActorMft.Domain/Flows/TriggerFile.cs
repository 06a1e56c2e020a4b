namespace ActorMft.Domain.Flows;

/// <summary>The trigger file that made a file arrive; it is removed once the file is at all targets.</summary>
/// <param name="Path">In the source endpoint.</param>
public sealed record TriggerFile(string Path, FileIdentity File);

namespace ActorMft.Domain.FileChanges;

/// <summary>The record of a file's change.</summary>
/// <param name="IsMade">Whether the audit has it.</param>
public sealed record FileChangeState(bool IsMade);

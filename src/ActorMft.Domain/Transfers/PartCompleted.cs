namespace ActorMft.Domain.Transfers;

/// <summary>From the worker: the part file has all bytes; may it be renamed? Answered by <see cref="AttemptReply"/>.</summary>
/// <param name="FinalPath">The path that it will get.</param>
/// <param name="BytesSent">Sent in this run.</param>
public sealed record PartCompleted(int Attempt, string Run, string Node, string FinalPath, long BytesSent);

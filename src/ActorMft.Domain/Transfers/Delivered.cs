namespace ActorMft.Domain.Transfers;

/// <summary>From the worker: the file is at its final path. Answered by <see cref="AttemptReply"/>.</summary>
/// <param name="FinalPath">Where it is; for <see cref="DeliveryOutcome.Skipped"/> where the target's own file is.</param>
/// <param name="BytesSent">Sent in this run.</param>
public sealed record Delivered(int Attempt, string Run, string Node, string FinalPath, DeliveryOutcome Outcome, long BytesSent);

namespace ActorMft.Domain.Transfers;

/// <summary>All bytes are in the part file, and it may get its final path. From here on a missing part file means that it has it.</summary>
public sealed record RenameAllowed(DateTimeOffset At, int Attempt, string Node, string FinalPath, long BytesSent) : TransferEvent(At);

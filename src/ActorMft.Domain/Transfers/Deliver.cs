namespace ActorMft.Domain.Transfers;

/// <summary>
/// Work: one attempt. The worker connects, looks at the part file, then asks with <see cref="AttemptStarted"/>, whose reply
/// says how far the transfer had come; puts <see cref="PartCompleted"/> before the rename and goes on only if the reply says
/// so; and ends with <see cref="Delivered"/> or <see cref="AttemptFailed"/>.
/// </summary>
/// <param name="Attempt">From 1; every message of the attempt names it.</param>
/// <param name="PartPath">The file at the target that bytes go to until they are complete.</param>
public sealed record Deliver(TransferDefinition Definition, int Attempt, string PartPath);

namespace ActorMft.Domain.Transfers;

/// <summary>From a person: try now, with all attempts again. Answered by <see cref="TransferReply"/>.</summary>
public sealed record RetryTransfer(string Actor, string From);

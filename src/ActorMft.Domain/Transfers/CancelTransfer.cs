namespace ActorMft.Domain.Transfers;

/// <summary>From a person or the flow: give it up. Answered by <see cref="TransferReply"/>.</summary>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record CancelTransfer(string Reason, string Actor, string From);

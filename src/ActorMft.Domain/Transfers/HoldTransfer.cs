namespace ActorMft.Domain.Transfers;

/// <summary>From the flow: start no attempt until let go. An attempt under way goes on.</summary>
public sealed record HoldTransfer(string Reason);

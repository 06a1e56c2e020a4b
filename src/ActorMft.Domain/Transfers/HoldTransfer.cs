namespace ActorMft.Domain.Transfers;

/// <summary>From the flow: start no attempt until let go. An attempt under way goes on, and keeps its place until it ends.</summary>
public sealed record HoldTransfer(string Reason);

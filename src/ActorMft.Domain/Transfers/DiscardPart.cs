namespace ActorMft.Domain.Transfers;

/// <summary>Work: removes a cancelled transfer's part file, if it is there. Ends with <see cref="PartDiscarded"/>, also when it can't.</summary>
public sealed record DiscardPart(TransferDefinition Definition, string PartPath);

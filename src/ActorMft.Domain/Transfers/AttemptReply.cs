namespace ActorMft.Domain.Transfers;

/// <summary>The transfer's answer to its worker.</summary>
/// <param name="Continue">False: stop, send nothing more and change nothing at the target.</param>
/// <param name="Stage">How far the transfer had come.</param>
/// <param name="FinalPath">With <see cref="DeliveryStage.Renaming"/>: the path that the rename was allowed for.</param>
/// <param name="Reason">Why to stop, as a sentence.</param>
public sealed record AttemptReply(bool Continue, DeliveryStage Stage, string? FinalPath, string? Reason);

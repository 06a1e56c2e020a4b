using ActorMft.Domain.Transfers;

namespace ActorMft.Node.Delivery;

/// <summary>How a delivery ended well.</summary>
/// <param name="FinalPath">Where the file is at the target.</param>
/// <param name="Outcome">How it met what was there.</param>
/// <param name="BytesSent">Bytes that this run sent.</param>
internal sealed record DeliveryResult(string FinalPath, DeliveryOutcome Outcome, long BytesSent);

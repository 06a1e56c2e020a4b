namespace ActorMft.Node.Management;

/// <summary>A running transfer at this moment.</summary>
/// <param name="Bytes">At the target.</param>
/// <param name="BytesPerSecond">Present rate.</param>
/// <param name="SecondsLeft">At that rate; null while nothing moves.</param>
internal sealed record LiveTransfer(long Bytes, long BytesPerSecond, long? SecondsLeft);

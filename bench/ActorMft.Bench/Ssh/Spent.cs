namespace ActorMft.Bench.Ssh;

/// <summary>What something took, in seconds.</summary>
/// <param name="Wall">By the clock.</param>
/// <param name="Processor">User and system time of the side that is measured.</param>
internal sealed record Spent(double Wall, double Processor);

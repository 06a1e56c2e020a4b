namespace ActorMft.Domain.Resources;

/// <summary>How often and how fast a delivery is tried again.</summary>
public sealed record RetryPolicy
{
    /// <summary>Attempts in all, the first included; then the transfer is parked. Default 10.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>The wait before the second attempt; it doubles for each further one. Default 2 seconds.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>No wait is longer. Default 5 minutes.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);
}

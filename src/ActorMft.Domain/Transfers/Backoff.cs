using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Transfers;

/// <summary>How long a failed delivery waits: twice as long each time, half of it by chance so that many don't come back at once.</summary>
public static class Backoff
{
    /// <summary>The wait after a failure: between half and all of <c>initialDelay * 2^(failures - 1)</c>, at most <c>maxDelay</c>.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="seed">What the chance derives from.</param>
    public static TimeSpan Delay(RetryPolicy policy, int failures, string seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var full = policy.InitialDelay.TotalMilliseconds * Math.Pow(2, failures - 1);
        var capped = Math.Min(full, policy.MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Ceiling(capped / 2 * (1 + DerivedId.Fraction(seed))));
    }
}

using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Domain.Tests.Transfers;

public class BackoffTests
{
    [Fact]
    public void Delays_double_up_to_the_cap_and_lose_at_most_half_to_chance()
    {
        var cases = from initial in Gen.Choose(1, 60_000)
                    from more in Gen.Choose(0, 3_600_000)
                    from failures in Gen.Choose(1, 2000)
                    from seed in ArbMap.Default.GeneratorFor<Guid>()
                    select (initial, max: initial + more, failures, seed);
        Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var policy = new RetryPolicy { InitialDelay = TimeSpan.FromMilliseconds(each.initial), MaxDelay = TimeSpan.FromMilliseconds(each.max) };
            var full = Math.Min(each.initial * Math.Pow(2, each.failures - 1), each.max);
            var delay = Backoff.Delay(policy, each.failures, each.seed.ToString()).TotalMilliseconds;
            return delay >= full / 2 && delay <= Math.Ceiling(full);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Different_messages_wait_differently()
    {
        var delays = Enumerable.Range(0, 50).Select(i => Backoff.Delay(new RetryPolicy(), 5, $"message-{i}")).ToList();
        delays.Distinct().Count().ShouldBeGreaterThan(40);
        Backoff.Delay(new RetryPolicy(), 5, "message-1").ShouldBe(delays[1]);
    }
}

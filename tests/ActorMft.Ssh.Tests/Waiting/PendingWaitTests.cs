using ActorMft.Ssh.Waiting;

namespace ActorMft.Ssh.Tests.Waiting;

public sealed class PendingWaitTests
{
    private readonly PendingWait<int> _wait;

    public PendingWaitTests() => _wait = new PendingWait<int>(new Lock());

    [Fact]
    public async Task Wait_is_used_again_without_allocating()
    {
        await UseAsync(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int sum = 0;
        for (int i = 0; i < 100; i++)
        {
            ValueTask<int> waiting = _wait.Begin();
            _wait.TryEnd();
            _wait.Complete(i, runHere: true);
            sum += await waiting;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        (sum, allocated).ShouldBe((4950, 0));
    }

    [Fact]
    public async Task Cancelled_wait_is_ended_by_nobody_else_and_another_may_follow()
    {
        using var cancellation = new CancellationTokenSource();
        ValueTask<int> waiting = _wait.Begin();
        _wait.Heed(cancellation.Token);

        await cancellation.CancelAsync();

        _wait.TryEnd().ShouldBeFalse();
        OperationCanceledException thrown = await Should.ThrowAsync<OperationCanceledException>(waiting.AsTask());
        thrown.CancellationToken.ShouldBe(cancellation.Token);
        await UseAsync(2);
    }

    [Fact]
    public async Task Token_of_a_wait_that_has_ended_does_nothing_to_the_next()
    {
        using var cancellation = new CancellationTokenSource();
        ValueTask<int> first = _wait.Begin();
        _wait.Heed(cancellation.Token);
        _wait.TryEnd();
        _wait.Complete(1, runHere: true);
        (await first).ShouldBe(1);

        ValueTask<int> second = _wait.Begin();
        await cancellation.CancelAsync();

        second.IsCompleted.ShouldBeFalse();
        _wait.IsAwaited.ShouldBeTrue();
    }

    [Fact]
    public async Task Second_wait_at_a_time_is_refused()
    {
        Task<int> first = _wait.Begin().AsTask();

        await Should.ThrowAsync<InvalidOperationException>(async () => await _wait.Begin());

        first.IsCompleted.ShouldBeFalse();
    }

    private async Task UseAsync(int result)
    {
        ValueTask<int> waiting = _wait.Begin();
        _wait.TryEnd().ShouldBeTrue();
        _wait.Complete(result, runHere: true);
        (await waiting).ShouldBe(result);
    }
}
